-- Why: operators see which scheduled job is late or failing. Until now only the log said so.
-- Locks: none; the table is new and the previous version does not know it.
-- Way back: drop the table.

CREATE TABLE "job_runs" (
    "name" TEXT NOT NULL,
    "every_ms" INTEGER NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "succeeded_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("name")
);

-- Why: the operator's page verified the ledger while it rendered, which ended with a timeout on a large installation and
--   left nothing behind. A job runs verifications now, once a day and on request; this table keeps what they found.
-- Locks: none, the table is new. Processes of the previous version keep working.
-- Way back: drop the table.

CREATE TABLE "ledger_verifications" (
    "id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by" UUID,
    "started_at" TIMESTAMPTZ(3),
    "step" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "checks" JSONB,

    CONSTRAINT "ledger_verifications_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "ledger_verifications"
  ADD CONSTRAINT "ledger_verifications_result" CHECK (("finished_at" IS NOT NULL) = ("failure" IS NOT NULL OR "checks" IS NOT NULL)),
  ADD CONSTRAINT "ledger_verifications_failure" CHECK ("failure" IN ('timeout', 'error'));

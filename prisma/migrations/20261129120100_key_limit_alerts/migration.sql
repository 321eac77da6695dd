-- Why: a key whose limit was raised was alerted about again although it still used most of it. Which step has fired is
--   stored per key now, and is armed again by a clear fall below it. Filled with the newest alert of each key.
-- Locks: none; the table is new. The insert reads the alerts once.
-- Way back: drop the table. The version before finds the alerts of a limit by another period, so it may repeat one.

CREATE TABLE "key_limit_alerts" (
    "key_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "period" TEXT NOT NULL DEFAULT '',
    "step" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "key_limit_alerts_pkey" PRIMARY KEY ("key_id")
);

INSERT INTO "key_limit_alerts" ("key_id", "workspace_id", "period", "step")
  SELECT DISTINCT ON ("subject_id") "subject_id", "workspace_id", split_part("period", ':', 1), "step"
    FROM "alerts" WHERE "kind" = 'key_limit'
   ORDER BY "subject_id", "fired_at" DESC, "step" DESC;

CREATE INDEX "key_limit_alerts_fired" ON "key_limit_alerts" ("key_id") WHERE (step > 0);
CREATE INDEX "key_limit_alerts_workspace_id_idx" ON "key_limit_alerts" ("workspace_id");

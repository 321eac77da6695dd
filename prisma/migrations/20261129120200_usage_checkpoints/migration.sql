-- Why: the hourly reconciliation summed all usage since the beginning. What was summed up to a day is stored per
--   workspace, so that a run only reads what is newer, and some workspaces completely.
-- Locks: none; the table is new and filled by the first reconciliation.
-- Way back: drop the table.

CREATE TABLE "usage_checkpoints" (
    "workspace_id" UUID NOT NULL,
    "through" TIMESTAMPTZ(3) NOT NULL,
    "ledger_nanos" BIGINT NOT NULL,
    "recorded_nanos" BIGINT NOT NULL,

    CONSTRAINT "usage_checkpoints_pkey" PRIMARY KEY ("workspace_id")
);

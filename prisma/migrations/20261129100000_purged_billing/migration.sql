-- Why: reconciliation has to know whose purchases were removed after the legal period, since their transfers stay.
-- Locks: none; the table is new.
-- Way back: drop the table.

CREATE TABLE "purged_billing" (
    "workspace_id" UUID NOT NULL,
    "purged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purged_billing_pkey" PRIMARY KEY ("workspace_id")
);

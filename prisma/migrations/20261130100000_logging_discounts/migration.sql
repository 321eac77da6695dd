-- Why: the Privacy page shows how much the logging discount has saved so far. Request rows are removed after 30 or 90 days,
--   so the sum is kept beside the other sums.
-- Locks: usage_deltas exclusively for a moment; a constant default rewrites nothing. The version before does not name the
--   column and records 0.
-- Way back: drop the column and the table.

ALTER TABLE "usage_deltas" ADD COLUMN "discount_nanos" BIGINT NOT NULL DEFAULT 0;

CREATE TABLE "logging_discounts" (
    "workspace_id" UUID NOT NULL,
    "saved_nanos" BIGINT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "logging_discounts_pkey" PRIMARY KEY ("workspace_id"),
    CONSTRAINT "logging_discounts_positive" CHECK ("saved_nanos" > 0)
);

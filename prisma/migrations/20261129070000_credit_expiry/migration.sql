-- Why: purchased credits may expire when the operator switches that on. Warnings and expiry are decided per purchase, and
--   nothing expires sooner than a month after it was switched on.
-- Locks: purchases exclusively for a moment; columns without a default rewrite nothing.
-- Way back: drop the columns, the index and the table.

ALTER TABLE "purchases"
  ADD COLUMN "expiry_warned_days" SMALLINT,
  ADD COLUMN "expired_at" TIMESTAMPTZ(3);

-- Credited purchases whose credits may still expire.
CREATE INDEX "purchases_expiring" ON "purchases" ("credited_at") WHERE "state" = 'credited' AND "expired_at" IS NULL;

CREATE TABLE "credit_expiry" (
    "days" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credit_expiry_pkey" PRIMARY KEY ("days")
);

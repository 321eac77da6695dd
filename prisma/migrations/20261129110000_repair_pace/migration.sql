-- Why: a refund that Stripe rejects is repeated at growing distances and shows its error to the operator; a payment of
--   the wrong amount or currency is held like other payments that no purchase can take; an event that an operator
--   retries is tried for a whole day again; one deleted workspace that Stripe rejects holds up no other; Stripe is asked
--   once about a payment that is not of this product.
-- Locks: unmatched_payments, stripe_events and stripe_customers exclusively for a moment each; constant defaults rewrite
--   nothing, and the check is validated against a small table. Processes of the version before keep working: they ignore
--   the new columns.
-- Way back: set the reason of amount_mismatch and currency_mismatch to second_payment and restore the check; drop the
--   columns and the table. The version before shows an empty reason until then.

ALTER TABLE "unmatched_payments"
  ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "error" TEXT,
  DROP CONSTRAINT "unmatched_payments_reason_known",
  ADD CONSTRAINT "unmatched_payments_reason_known" CHECK ("reason" IN
    ('unknown_purchase', 'second_payment', 'deleted_account', 'amount_mismatch', 'currency_mismatch'));

ALTER TABLE "stripe_events" ADD COLUMN "retry_since" TIMESTAMPTZ(3);

ALTER TABLE "stripe_customers"
  ADD COLUMN "close_attempts" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_close_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

CREATE TABLE "foreign_payments" (
    "payment_intent_id" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "foreign_payments_pkey" PRIMARY KEY ("payment_intent_id")
);
CREATE INDEX "foreign_payments_found_at_idx" ON "foreign_payments" ("found_at");

-- Why: reconciliation compares the ledger with recorded usage and with the balance transactions of Stripe, which are
--   copied here because a comparison over all time needs them together; the results are kept for 90 days. Operators are
--   told once when stored events begin to need them, so the moment at which that begins is stored too.
-- Locks: stripe_events exclusively for a moment; a column without a default rewrites nothing. The tables are new.
--   Processes of the version before keep working.
-- Way back: drop the tables and the column.

ALTER TABLE "stripe_events" ADD COLUMN "troubled_at" TIMESTAMPTZ(3);

CREATE TABLE "reconciliations" (
    "id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by" UUID,
    "started_at" TIMESTAMPTZ(3),
    "step" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "drift_nanos" BIGINT,
    "result" JSONB,

    CONSTRAINT "reconciliations_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "reconciliations_result" CHECK (("finished_at" IS NOT NULL) = ("failure" IS NOT NULL OR "result" IS NOT NULL)),
    CONSTRAINT "reconciliations_drift" CHECK (("result" IS NOT NULL) = ("drift_nanos" IS NOT NULL)),
    CONSTRAINT "reconciliations_failure" CHECK ("failure" IN ('stripe', 'timeout', 'error'))
);

CREATE TABLE "stripe_balance_transactions" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "payment_intent_id" TEXT,
    "purchase_id" UUID,
    "amount_cents" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_balance_transactions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "stripe_balance_transactions_purchase_id_idx" ON "stripe_balance_transactions" ("purchase_id");
CREATE INDEX "stripe_balance_transactions_payment_intent_id_idx" ON "stripe_balance_transactions" ("payment_intent_id");

CREATE TABLE "operator_notices" (
    "kind" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operator_notices_pkey" PRIMARY KEY ("kind")
);

-- Why: every authentic event of Stripe is stored before it is applied, so that applying can be retried, seen and
--   repeated by an operator; each refund is a row, because a refund may fail weeks later; payments that belong to no
--   purchase are held for review; unsettled purchases are checked at growing intervals, each workspace in turn.
-- Locks: stripe_events and purchases exclusively for a moment each; constant defaults rewrite nothing. The checks are
--   validated against two small tables. Processes of the version before keep working: they insert events as applied or
--   ignored, and ignore the new columns.
-- Way back: drop the new tables, columns, checks and indexes; set processed_at where it is null.

ALTER TABLE "stripe_events"
  ADD COLUMN "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "source" TEXT NOT NULL DEFAULT 'webhook',
  ADD COLUMN "facts" JSONB,
  ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_try_at" TIMESTAMPTZ(3),
  ADD COLUMN "error" TEXT,
  ADD COLUMN "purchase_id" UUID,
  ALTER COLUMN "processed_at" DROP NOT NULL,
  ADD CONSTRAINT "stripe_events_outcome_known" CHECK ("outcome" IN ('received', 'applied', 'ignored', 'failing', 'dead')),
  ADD CONSTRAINT "stripe_events_source_known" CHECK ("source" IN ('webhook', 'sweep')),
  ADD CONSTRAINT "stripe_events_due" CHECK (("outcome" IN ('received', 'failing')) = ("next_try_at" IS NOT NULL));
UPDATE "stripe_events" SET "received_at" = "processed_at";

CREATE INDEX "stripe_events_received_at_idx" ON "stripe_events" ("received_at" DESC);
-- What is still to be applied, and what was given up.
CREATE INDEX "stripe_events_due" ON "stripe_events" ("next_try_at") WHERE "outcome" IN ('received', 'failing');
CREATE INDEX "stripe_events_dead" ON "stripe_events" ("received_at" DESC) WHERE "outcome" = 'dead';
CREATE INDEX "stripe_events_purchase" ON "stripe_events" ("purchase_id", "created_at");

ALTER TABLE "purchases"
  ADD COLUMN "reported_refund_cents" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "origin" TEXT NOT NULL DEFAULT 'checkout',
  ADD COLUMN "checked_at" TIMESTAMPTZ(3),
  ADD COLUMN "next_check_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD CONSTRAINT "purchases_origin_known" CHECK ("origin" IN ('checkout', 'auto_top_up'));

UPDATE "purchases" SET "reported_refund_cents" = "refunded_cents" WHERE "refunded_cents" > 0;

-- The poller's work: unsettled purchases by the time of their next check.
CREATE INDEX "purchases_unsettled" ON "purchases" ("next_check_at") WHERE "state" IN ('open', 'pending');

CREATE TABLE "purchase_refunds" (
    "id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "purchase_id" UUID NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purchase_refunds_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "purchase_refunds_status_known" CHECK ("status" IN ('pending', 'succeeded', 'failed')),
    CONSTRAINT "purchase_refunds_amount" CHECK ("amount_cents" >= 0)
);
CREATE INDEX "purchase_refunds_purchase_id_idx" ON "purchase_refunds" ("purchase_id");

CREATE TABLE "unmatched_payments" (
    "payment_intent_id" TEXT NOT NULL,
    "workspace_id" UUID,
    "amount_cents" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'held',
    "refund_id" TEXT,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "note" TEXT,

    CONSTRAINT "unmatched_payments_pkey" PRIMARY KEY ("payment_intent_id"),
    CONSTRAINT "unmatched_payments_reason_known" CHECK ("reason" IN ('unknown_purchase', 'second_payment', 'deleted_account')),
    CONSTRAINT "unmatched_payments_state_known" CHECK ("state" IN ('held', 'refunding', 'refunded', 'resolved'))
);
CREATE INDEX "unmatched_payments_open" ON "unmatched_payments" ("found_at") WHERE "state" IN ('held', 'refunding');

CREATE TABLE "stripe_sweeps" (
    "name" TEXT NOT NULL,
    "through" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_sweeps_pkey" PRIMARY KEY ("name")
);

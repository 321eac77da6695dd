-- Why: auto top-up charges a saved card when the balance falls below a threshold. What was agreed to, the card's token, the
--   terms and every attempt are rows; an attempt is committed before its call to Stripe, and a unique index allows one in
--   flight per workspace.
-- Locks: none on existing tables.
-- Way back: turn auto top-up off everywhere, wait until no attempt is in flight, then drop the five tables.

CREATE TABLE "card_consents" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "threshold_nanos" BIGINT,
    "credits_nanos" BIGINT,
    "monthly_max_nanos" BIGINT,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "card_consents_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "card_consents_purpose_known" CHECK ("purpose" IN ('auto_top_up', 'save_card')),
    CONSTRAINT "card_consents_terms" CHECK (("purpose" = 'auto_top_up') = ("credits_nanos" IS NOT NULL AND "threshold_nanos" IS NOT NULL AND "monthly_max_nanos" IS NOT NULL))
);

CREATE TABLE "card_setups" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "consent_id" UUID NOT NULL,
    "checkout_session_id" TEXT,
    "purchase_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_check_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "card_setups_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "card_setups_state_known" CHECK ("state" IN ('open', 'saved', 'closed'))
);

CREATE TABLE "saved_cards" (
    "payment_method_id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "exp_month" INTEGER NOT NULL,
    "exp_year" INTEGER NOT NULL,
    "consent_id" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),
    "detached_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_cards_pkey" PRIMARY KEY ("payment_method_id"),
    CONSTRAINT "saved_cards_detached_once_removed" CHECK ("detached_at" IS NULL OR "removed_at" IS NOT NULL)
);

CREATE TABLE "auto_top_ups" (
    "workspace_id" UUID NOT NULL,
    "is_on" BOOLEAN NOT NULL DEFAULT false,
    "consent_id" UUID NOT NULL,
    "threshold_nanos" BIGINT NOT NULL,
    "credits_nanos" BIGINT NOT NULL,
    "monthly_max_nanos" BIGINT NOT NULL,
    "declines" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auto_top_ups_pkey" PRIMARY KEY ("workspace_id"),
    CONSTRAINT "auto_top_ups_amounts" CHECK ("threshold_nanos" > 0 AND "credits_nanos" > 0 AND "monthly_max_nanos" >= "credits_nanos"),
    CONSTRAINT "auto_top_ups_paused" CHECK (("paused_at" IS NULL) = ("pause_reason" IS NULL)),
    CONSTRAINT "auto_top_ups_pause_reason_known" CHECK ("pause_reason" IN ('declined', 'authentication_required', 'expired_card', 'lost_card', 'card_removed'))
);

CREATE TABLE "auto_top_up_attempts" (
    "purchase_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "consent_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "payment_method_id" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "steps" INTEGER NOT NULL DEFAULT 0,
    "next_step_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "failure_code" TEXT,

    CONSTRAINT "auto_top_up_attempts_pkey" PRIMARY KEY ("purchase_id"),
    CONSTRAINT "auto_top_up_attempts_outcome_known" CHECK ("outcome" IN ('succeeded', 'declined', 'not_charged')),
    CONSTRAINT "auto_top_up_attempts_ended" CHECK (("ended_at" IS NULL) = ("outcome" IS NULL)),
    CONSTRAINT "auto_top_up_attempts_total" CHECK ("total_cents" > 0)
);

CREATE INDEX "card_consents_workspace_id_id_idx" ON "card_consents"("workspace_id", "id" DESC);

CREATE UNIQUE INDEX "card_setups_checkout_session_id_key" ON "card_setups"("checkout_session_id");

CREATE UNIQUE INDEX "card_setups_purchase_id_key" ON "card_setups"("purchase_id");

CREATE INDEX "card_setups_workspace_id_idx" ON "card_setups"("workspace_id");

CREATE INDEX "card_setups_open" ON "card_setups"("next_check_at") WHERE (state = 'open'::text);

CREATE INDEX "saved_cards_to_detach" ON "saved_cards"("removed_at") WHERE ((removed_at IS NOT NULL) AND (detached_at IS NULL));

CREATE INDEX "saved_cards_to_check" ON "saved_cards"("checked_at") WHERE (removed_at IS NULL);

CREATE UNIQUE INDEX "saved_cards_one" ON "saved_cards"("workspace_id") WHERE (removed_at IS NULL);

CREATE INDEX "auto_top_ups_watched" ON "auto_top_ups"("workspace_id") WHERE (is_on AND (paused_at IS NULL));

CREATE UNIQUE INDEX "auto_top_up_attempts_idempotency_key_key" ON "auto_top_up_attempts"("idempotency_key");

CREATE INDEX "auto_top_up_attempts_workspace_id_started_at_idx" ON "auto_top_up_attempts"("workspace_id", "started_at" DESC);

CREATE INDEX "auto_top_up_attempts_due" ON "auto_top_up_attempts"("next_step_at") WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX "auto_top_up_attempts_in_flight" ON "auto_top_up_attempts"("workspace_id") WHERE (ended_at IS NULL);

CREATE TRIGGER "card_consents_append_only" BEFORE UPDATE OR DELETE ON "card_consents" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "card_consents_no_truncate" BEFORE TRUNCATE ON "card_consents" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Why: the first schema. Everything the product needs to carry one person from sign-up to a metered, paid-for request.
-- Locks: nothing, the database is empty.
-- Way back: drop the schema.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "retention_class" AS ENUM ('d30', 'd90');

-- CreateEnum
CREATE TYPE "purchase_state" AS ENUM ('open', 'pending', 'credited', 'failed', 'expired');

-- CreateEnum
CREATE TYPE "api_key_kind" AS ENUM ('inference', 'management');

-- CreateEnum
CREATE TYPE "limit_reset" AS ENUM ('daily', 'weekly', 'monthly');

-- CreateEnum
CREATE TYPE "ledger_account_kind" AS ENUM ('wallet', 'stripe_clearing', 'usage_revenue', 'purchase_fees', 'promotions', 'corrections', 'forfeited');

-- CreateEnum
CREATE TYPE "retention" AS ENUM ('none', 'd30', 'd90');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'member');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "name" TEXT,
    "organisation" TEXT,
    "password_hash" TEXT,
    "email_verified_at" TIMESTAMPTZ(3),
    "theme" TEXT NOT NULL DEFAULT 'system',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "public_id" UUID NOT NULL,
    "claims" JSONB NOT NULL,
    "user_agent" TEXT,
    "network" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "email_tokens" (
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "security_events" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "network" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "security_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signup_grants" (
    "address_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signup_grants_pkey" PRIMARY KEY ("address_hash")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "generations" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "retention" "retention_class" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" UUID NOT NULL,
    "member_id" UUID,
    "app_id" UUID,
    "end_user" TEXT,
    "model" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "upstream_id" TEXT,
    "status" SMALLINT NOT NULL,
    "finish_reason" TEXT,
    "native_finish_reason" TEXT,
    "streamed" BOOLEAN NOT NULL,
    "cancelled" BOOLEAN NOT NULL DEFAULT false,
    "attempts" SMALLINT NOT NULL,
    "estimated" BOOLEAN NOT NULL DEFAULT false,
    "prompt_tokens" INTEGER NOT NULL,
    "completion_tokens" INTEGER NOT NULL,
    "reasoning_tokens" INTEGER NOT NULL,
    "cached_tokens" INTEGER NOT NULL,
    "image_count" SMALLINT NOT NULL DEFAULT 0,
    "latency_ms" INTEGER NOT NULL,
    "first_token_ms" INTEGER,
    "cost_nanos" BIGINT NOT NULL,
    "prompt_nanos" BIGINT NOT NULL,
    "cached_nanos" BIGINT NOT NULL,
    "completion_nanos" BIGINT NOT NULL,
    "reasoning_nanos" BIGINT NOT NULL,
    "request_nanos" BIGINT NOT NULL,
    "image_nanos" BIGINT NOT NULL,
    "discount_nanos" BIGINT NOT NULL,
    "price_list_id" TEXT NOT NULL,
    "transfer_id" UUID,

    CONSTRAINT "generations_pkey" PRIMARY KEY ("workspace_id","id","retention")
) PARTITION BY LIST ("retention");

-- CreateTable
CREATE TABLE "price_lists" (
    "id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "prices" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "price_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "apps" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "apps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_days" (
    "workspace_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "model" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,

    CONSTRAINT "usage_days_pkey" PRIMARY KEY ("workspace_id","day","model","provider","key_id")
);

-- CreateTable
CREATE TABLE "usage_dimension_days" (
    "workspace_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "value" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,

    CONSTRAINT "usage_dimension_days_pkey" PRIMARY KEY ("workspace_id","dimension","day","value")
);

-- CreateTable
CREATE TABLE "usage_quarters" (
    "workspace_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "quarter" TIMESTAMPTZ(0) NOT NULL,
    "value" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,

    CONSTRAINT "usage_quarters_pkey" PRIMARY KEY ("workspace_id","dimension","quarter","value")
);

-- CreateTable
CREATE TABLE "usage_histograms" (
    "workspace_id" UUID NOT NULL,
    "measure" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "requests" BIGINT NOT NULL,

    CONSTRAINT "usage_histograms_pkey" PRIMARY KEY ("workspace_id","measure","day","bucket")
);

-- CreateTable
CREATE TABLE "ranking_days" (
    "day" DATE NOT NULL,
    "model" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "tokens" BIGINT NOT NULL,

    CONSTRAINT "ranking_days_pkey" PRIMARY KEY ("day","model")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "actor_user_id" UUID,
    "action" TEXT NOT NULL,
    "target_id" TEXT,
    "before" JSONB,
    "after" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_customers" (
    "workspace_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stripe_customers_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "purchases" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" "purchase_state" NOT NULL DEFAULT 'open',
    "credits_nanos" BIGINT NOT NULL,
    "fee_nanos" BIGINT NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "checkout_session_id" TEXT,
    "payment_intent_id" TEXT,
    "charge_id" TEXT,
    "checkout_url" TEXT,
    "receipt_url" TEXT,
    "method" TEXT,
    "failure_code" TEXT,
    "refunded_cents" INTEGER NOT NULL DEFAULT 0,
    "reversed_nanos" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "credited_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purchases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purchase_disputes" (
    "id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "purchase_id" UUID NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purchase_disputes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "stripe_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "free_request_counts" (
    "workspace_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(0) NOT NULL,
    "requests" INTEGER NOT NULL,

    CONSTRAINT "free_request_counts_pkey" PRIMARY KEY ("workspace_id","period","window_start")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "creator_user_id" UUID,
    "hash" TEXT NOT NULL,
    "kind" "api_key_kind" NOT NULL DEFAULT 'inference',
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "limit_nanos" BIGINT,
    "limit_reset" "limit_reset",
    "include_byok_in_limit" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_secrets" (
    "hash" BYTEA NOT NULL,
    "key_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_secrets_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "key_meters" (
    "key_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "held_nanos" BIGINT NOT NULL DEFAULT 0,
    "used_nanos" BIGINT NOT NULL DEFAULT 0,
    "day_start" DATE NOT NULL DEFAULT '1970-01-01'::date,
    "day_nanos" BIGINT NOT NULL DEFAULT 0,
    "week_start" DATE NOT NULL DEFAULT '1970-01-01'::date,
    "week_nanos" BIGINT NOT NULL DEFAULT 0,
    "month_start" DATE NOT NULL DEFAULT '1970-01-01'::date,
    "month_nanos" BIGINT NOT NULL DEFAULT 0,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_meters_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "ledger_accounts" (
    "id" UUID NOT NULL,
    "kind" "ledger_account_kind" NOT NULL,
    "workspace_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transfers" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "debit_account_id" UUID NOT NULL,
    "credit_account_id" UUID NOT NULL,
    "amount_nanos" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "reason" TEXT,
    "actor_user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "transfers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wallets" (
    "workspace_id" UUID NOT NULL,
    "credited_nanos" BIGINT NOT NULL DEFAULT 0,
    "debited_nanos" BIGINT NOT NULL DEFAULT 0,
    "held_nanos" BIGINT NOT NULL DEFAULT 0,
    "purchased_nanos" BIGINT NOT NULL DEFAULT 0,
    "policy_version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "wallets_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "holds" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "amount_nanos" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'held',
    "settled_nanos" BIGINT,
    "transfer_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settle_batches" (
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "settle_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_mails" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "privacy_settings" (
    "workspace_id" UUID NOT NULL,
    "log_prompts" BOOLEAN NOT NULL DEFAULT false,
    "log_prompts_since" TIMESTAMPTZ(3),
    "train_paid" BOOLEAN NOT NULL DEFAULT false,
    "train_free" BOOLEAN NOT NULL DEFAULT false,
    "zero_retention_only" BOOLEAN NOT NULL DEFAULT false,
    "allowed_providers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ignored_providers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "retention" "retention" NOT NULL DEFAULT 'd30',
    "retention_pending" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "privacy_settings_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "prompt_logs" (
    "workspace_id" UUID NOT NULL,
    "generation_id" UUID NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prompt_logs_pkey" PRIMARY KEY ("workspace_id","generation_id")
);

-- CreateTable
CREATE TABLE "purge_receipts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID,
    "subject" TEXT NOT NULL,
    "cutoff" TIMESTAMPTZ(3) NOT NULL,
    "rows" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purge_receipts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "personal_user_id" UUID,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "members_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_public_id_key" ON "sessions"("public_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "email_tokens_user_id_purpose_idx" ON "email_tokens"("user_id", "purpose");

-- CreateIndex
CREATE INDEX "security_events_user_id_created_at_idx" ON "security_events"("user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "generations_end_user" ON "generations"("workspace_id", "end_user", "id") WHERE (end_user IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "apps_workspace_id_url_title_key" ON "apps"("workspace_id", "url", "title");

-- CreateIndex
CREATE INDEX "usage_quarters_quarter_idx" ON "usage_quarters"("quarter");

-- CreateIndex
CREATE INDEX "audit_events_workspace_id_id_idx" ON "audit_events"("workspace_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "stripe_customers_customer_id_key" ON "stripe_customers"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "purchases_checkout_session_id_key" ON "purchases"("checkout_session_id");

-- CreateIndex
CREATE UNIQUE INDEX "purchases_payment_intent_id_key" ON "purchases"("payment_intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "purchases_charge_id_key" ON "purchases"("charge_id");

-- CreateIndex
CREATE INDEX "purchases_workspace_id_created_at_idx" ON "purchases"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "purchases_state_created_at_idx" ON "purchases"("state", "created_at");

-- CreateIndex
CREATE INDEX "purchase_disputes_purchase_id_idx" ON "purchase_disputes"("purchase_id");

-- CreateIndex
CREATE INDEX "stripe_events_processed_at_idx" ON "stripe_events"("processed_at" DESC);

-- CreateIndex
CREATE INDEX "free_request_counts_window_start_idx" ON "free_request_counts"("window_start");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_workspace_id_created_at_idx" ON "api_keys"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "key_secrets_key_id_idx" ON "key_secrets"("key_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_kind_workspace_id_key" ON "ledger_accounts"("kind", "workspace_id");

-- CreateIndex
CREATE INDEX "transfers_workspace_id_id_idx" ON "transfers"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "transfers_debit_account_id_idx" ON "transfers"("debit_account_id");

-- CreateIndex
CREATE INDEX "transfers_credit_account_id_idx" ON "transfers"("credit_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "transfers_workspace_id_idempotency_key_key" ON "transfers"("workspace_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "holds_open" ON "holds"("expires_at") WHERE (state = 'held'::text);

-- CreateIndex
CREATE INDEX "holds_closed" ON "holds"("closed_at") WHERE (state <> 'held'::text);

-- CreateIndex
CREATE INDEX "outbox_mails_due" ON "outbox_mails"("next_try_at") WHERE ((sent_at IS NULL) AND (failed_at IS NULL));

-- CreateIndex
CREATE INDEX "prompt_logs_created_at_idx" ON "prompt_logs"("created_at");

-- CreateIndex
CREATE INDEX "purge_receipts_workspace_id_created_at_idx" ON "purge_receipts"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_personal_user_id_key" ON "workspaces"("personal_user_id");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_tokens" ADD CONSTRAINT "email_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_secrets" ADD CONSTRAINT "key_secrets_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_meters" ADD CONSTRAINT "key_meters_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_debit_account_id_fkey" FOREIGN KEY ("debit_account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_credit_account_id_fkey" FOREIGN KEY ("credit_account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The two retention classes, each cut into leaves by id. Leaves are made ahead by a job (lib/activity).
CREATE TABLE "generations_d30" PARTITION OF "generations" FOR VALUES IN ('d30') PARTITION BY RANGE ("id");
CREATE TABLE "generations_d90" PARTITION OF "generations" FOR VALUES IN ('d90') PARTITION BY RANGE ("id");

-- Rows that change on every request leave room on their page, so that updates stay off the indexes.
ALTER TABLE "wallets" SET (fillfactor = 40);
ALTER TABLE "key_meters" SET (fillfactor = 40);
ALTER TABLE "holds" SET (fillfactor = 80);
ALTER TABLE "usage_days" SET (fillfactor = 80);
ALTER TABLE "usage_quarters" SET (fillfactor = 80);

-- One account of each kind per workspace, and one of each platform kind.
CREATE UNIQUE INDEX "ledger_accounts_platform_kind" ON "ledger_accounts" ("kind") WHERE ("workspace_id" IS NULL);

-- What the code believes.
ALTER TABLE "users"
  ADD CONSTRAINT "users_email_normal" CHECK ("email" = lower("email") AND "email" ~ '^[^@[:space:]]+@[^@[:space:]]+$' AND length("email") <= 320),
  ADD CONSTRAINT "users_theme_known" CHECK ("theme" IN ('system', 'light', 'dark')),
  ADD CONSTRAINT "users_deleted_is_empty" CHECK ("deleted_at" IS NULL OR ("email" IS NULL AND "password_hash" IS NULL AND "name" IS NULL AND "organisation" IS NULL));
ALTER TABLE "email_tokens"
  ADD CONSTRAINT "email_tokens_purpose_known" CHECK ("purpose" IN ('verify', 'reset', 'change_old', 'change_new'));
ALTER TABLE "ledger_accounts"
  ADD CONSTRAINT "ledger_accounts_wallet_has_workspace" CHECK (("kind" = 'wallet') = ("workspace_id" IS NOT NULL));
ALTER TABLE "transfers"
  ADD CONSTRAINT "transfers_amount_positive" CHECK ("amount_nanos" > 0),
  ADD CONSTRAINT "transfers_two_accounts" CHECK ("debit_account_id" <> "credit_account_id"),
  ADD CONSTRAINT "transfers_code_form" CHECK ("code" ~ '^[a-z_]{3,32}$'),
  ADD CONSTRAINT "transfers_key_length" CHECK (length("idempotency_key") BETWEEN 1 AND 200);
ALTER TABLE "wallets"
  ADD CONSTRAINT "wallets_totals" CHECK ("credited_nanos" >= 0 AND "debited_nanos" >= 0 AND "held_nanos" >= 0),
  ADD CONSTRAINT "wallets_purchased_is_part" CHECK ("purchased_nanos" BETWEEN 0 AND "credited_nanos");
ALTER TABLE "holds"
  ADD CONSTRAINT "holds_amount" CHECK ("amount_nanos" >= 0 AND ("settled_nanos" IS NULL OR "settled_nanos" >= 0)),
  ADD CONSTRAINT "holds_state_known" CHECK ("state" IN ('held', 'settled', 'released', 'expired')),
  ADD CONSTRAINT "holds_closed_when_not_held" CHECK (("state" = 'held') = ("closed_at" IS NULL));
ALTER TABLE "api_keys"
  ADD CONSTRAINT "api_keys_hash_form" CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "api_keys_name_length" CHECK (length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "api_keys_limit" CHECK ("limit_nanos" IS NULL OR "limit_nanos" >= 0);
ALTER TABLE "key_secrets"
  ADD CONSTRAINT "key_secrets_hash_length" CHECK (octet_length("hash") = 32);
ALTER TABLE "key_meters"
  ADD CONSTRAINT "key_meters_totals" CHECK ("held_nanos" >= 0 AND "used_nanos" >= 0 AND "day_nanos" >= 0 AND "week_nanos" >= 0 AND "month_nanos" >= 0);
ALTER TABLE "generations"
  ADD CONSTRAINT "generations_cost_adds_up" CHECK ("cost_nanos" = "prompt_nanos" + "cached_nanos" + "completion_nanos" + "reasoning_nanos" + "request_nanos" + "image_nanos" + "discount_nanos"),
  ADD CONSTRAINT "generations_cost" CHECK ("cost_nanos" >= 0 AND "discount_nanos" <= 0),
  ADD CONSTRAINT "generations_tokens" CHECK ("prompt_tokens" >= 0 AND "completion_tokens" >= 0 AND "reasoning_tokens" BETWEEN 0 AND "completion_tokens" AND "cached_tokens" BETWEEN 0 AND "prompt_tokens"),
  -- Free text from outside is kept short and plain, so that no content hides in metadata (P1).
  ADD CONSTRAINT "generations_texts" CHECK (length("end_user") <= 256 AND "native_finish_reason" ~ '^[a-z_]{1,32}$' AND "finish_reason" IN ('stop', 'length', 'tool_calls', 'content_filter', 'error') AND length("upstream_id") <= 128);
ALTER TABLE "apps"
  ADD CONSTRAINT "apps_lengths" CHECK (length("url") <= 300 AND length("title") <= 200);
ALTER TABLE "usage_dimension_days"
  ADD CONSTRAINT "usage_dimension_days_known" CHECK ("dimension" IN ('app', 'end_user'));
ALTER TABLE "usage_quarters"
  ADD CONSTRAINT "usage_quarters_known" CHECK ("dimension" IN ('all', 'model', 'provider', 'key', 'app', 'end_user'));
ALTER TABLE "usage_histograms"
  ADD CONSTRAINT "usage_histograms_known" CHECK ("measure" IN ('latency', 'first_token', 'throughput') AND "bucket" BETWEEN 0 AND 63);
ALTER TABLE "purchases"
  ADD CONSTRAINT "purchases_amounts" CHECK ("credits_nanos" > 0 AND "fee_nanos" >= 0 AND "total_cents"::bigint * 10000000 = "credits_nanos" + "fee_nanos"),
  ADD CONSTRAINT "purchases_reversed" CHECK ("reversed_nanos" BETWEEN 0 AND "credits_nanos" AND "refunded_cents" >= 0),
  ADD CONSTRAINT "purchases_credited_has_time" CHECK (("state" = 'credited') = ("credited_at" IS NOT NULL));
ALTER TABLE "purchase_disputes"
  ADD CONSTRAINT "purchase_disputes_status_known" CHECK ("status" IN ('inquiry', 'open', 'won', 'lost')),
  ADD CONSTRAINT "purchase_disputes_amount" CHECK ("amount_cents" >= 0);
ALTER TABLE "privacy_settings"
  -- What is not kept cannot be logged.
  ADD CONSTRAINT "privacy_settings_logging_needs_retention" CHECK (NOT ("log_prompts" AND "retention" = 'none'));
ALTER TABLE "free_request_counts"
  ADD CONSTRAINT "free_request_counts_period_known" CHECK ("period" IN ('day', 'minute'));

-- History is added to, never changed. The trigger only forbids; it computes nothing.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "transfers_append_only" BEFORE UPDATE OR DELETE ON "transfers" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "transfers_no_truncate" BEFORE TRUNCATE ON "transfers" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ledger_accounts_append_only" BEFORE UPDATE OR DELETE ON "ledger_accounts" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ledger_accounts_no_truncate" BEFORE TRUNCATE ON "ledger_accounts" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_events_no_truncate" BEFORE TRUNCATE ON "audit_events" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "price_lists_append_only" BEFORE UPDATE OR DELETE ON "price_lists" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

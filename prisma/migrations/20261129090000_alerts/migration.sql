-- Why: owners and admins are alerted when the balance is low, spend or a key reaches an amount, or a payment is reversed.
-- Locks: none; all tables are new. The last statement reads the wallets once.
-- Way back: drop the four tables.

-- CreateTable
CREATE TABLE "alert_settings" (
    "workspace_id" UUID NOT NULL,
    "low_balance_on" BOOLEAN,
    "low_balance_nanos" BIGINT NOT NULL DEFAULT 5000000000,
    "low_since" TIMESTAMPTZ(3),
    "monthly_nanos" BIGINT,
    "monthly_steps" SMALLINT[] DEFAULT ARRAY[]::SMALLINT[],
    "monthly_set_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_settings_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "step" SMALLINT NOT NULL DEFAULT 0,
    "fact" JSONB NOT NULL,
    "user_id" UUID,
    "fired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_dismissals" (
    "alert_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_dismissals_pkey" PRIMARY KEY ("alert_id","user_id")
);

-- CreateTable
CREATE TABLE "alert_mutes" (
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "alert_mutes_pkey" PRIMARY KEY ("user_id","kind")
);

-- CreateIndex
CREATE INDEX "alert_settings_monthly" ON "alert_settings"("workspace_id") WHERE (monthly_nanos IS NOT NULL);

-- CreateIndex
CREATE INDEX "alerts_workspace_id_id_idx" ON "alerts"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "alerts_fired_at_idx" ON "alerts"("fired_at");

-- CreateIndex
CREATE UNIQUE INDEX "alerts_workspace_id_kind_subject_id_period_step_key" ON "alerts"("workspace_id", "kind", "subject_id", "period", "step");

-- CreateIndex
CREATE INDEX "alert_dismissals_user_id_idx" ON "alert_dismissals"("user_id");

-- AddForeignKey
ALTER TABLE "alert_dismissals" ADD CONSTRAINT "alert_dismissals_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "alert_settings"
  ADD CONSTRAINT "alert_settings_amounts_positive" CHECK ("low_balance_nanos" > 0 AND "monthly_nanos" > 0);

-- What was low before is no news: such a workspace is alerted after its balance has risen and fallen again.
INSERT INTO "alert_settings" ("workspace_id", "low_since")
  SELECT "workspace_id", now() FROM "wallets"
   WHERE "purchased_nanos" > 0 AND "credited_nanos" - "debited_nanos" < 5000000000;

-- Why: people request a copy, correction or deletion of their data, and operators answer within the legal periods.
-- Locks: none; both tables are new.
-- Way back: drop both tables and the function keep_data_request_step. Requests in them are lost: answer them first.

CREATE TABLE "data_requests" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "token_hash" BYTEA NOT NULL,
    "agent_token_hash" BYTEA,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "law" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "email" TEXT,
    "details" TEXT,
    "agent_name" TEXT,
    "agent_email" TEXT,
    "answer" TEXT,
    "extension_reason" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmed_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "extended_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "acknowledge_by" TIMESTAMPTZ(3),
    "answer_by" TIMESTAMPTZ(3),
    "latest_by" TIMESTAMPTZ(3),
    "next_due_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_requests_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "data_requests_token_hash_form" CHECK (octet_length("token_hash") = 32),
    CONSTRAINT "data_requests_channel_known" CHECK ("channel" IN ('form', 'session', 'mail')),
    CONSTRAINT "data_requests_kind_known" CHECK ("kind" IN ('copy', 'correction', 'deletion', 'know', 'opt_out', 'other')),
    CONSTRAINT "data_requests_law_known" CHECK ("law" IN ('gdpr', 'ccpa', 'other')),
    CONSTRAINT "data_requests_state_known" CHECK ("state" IN
      ('unconfirmed', 'received', 'acknowledged', 'in_progress', 'answered', 'refused', 'account_deleted')),
    -- It is in the queue exactly as long as it is confirmed and not closed.
    CONSTRAINT "data_requests_closed" CHECK (("closed_at" IS NOT NULL) = ("state" IN ('answered', 'refused', 'account_deleted'))),
    CONSTRAINT "data_requests_due" CHECK (("next_due_at" IS NULL) = ("state" = 'unconfirmed' OR "closed_at" IS NOT NULL))
);

CREATE TABLE "data_request_steps" (
    "id" UUID NOT NULL,
    "data_request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT,
    "actor_user_id" UUID,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_request_steps_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "data_request_steps_kind_form" CHECK ("kind" ~ '^[a-z_]{1,20}$')
);

CREATE UNIQUE INDEX "data_requests_token_hash_key" ON "data_requests"("token_hash");
CREATE UNIQUE INDEX "data_requests_agent_token_hash_key" ON "data_requests"("agent_token_hash");
CREATE INDEX "data_requests_queue" ON "data_requests"("next_due_at", "id") WHERE (next_due_at IS NOT NULL);
CREATE INDEX "data_requests_closed" ON "data_requests"("closed_at" DESC, "id" DESC) WHERE (closed_at IS NOT NULL);
CREATE INDEX "data_requests_email_idx" ON "data_requests"("email");
CREATE INDEX "data_requests_user_id_idx" ON "data_requests"("user_id");
CREATE INDEX "data_requests_unconfirmed" ON "data_requests"("received_at") WHERE (state = 'unconfirmed'::text);
CREATE INDEX "data_request_steps_data_request_id_id_idx" ON "data_request_steps"("data_request_id", "id");
ALTER TABLE "data_request_steps" ADD CONSTRAINT "data_request_steps_data_request_id_fkey" FOREIGN KEY ("data_request_id") REFERENCES "data_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The log of a request is append-only: the words in it can be erased with the account, and rows go with their request.
-- Not refuse_change, which also takes the right to do so from the product's role.
CREATE FUNCTION "keep_data_request_step"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.note IS NULL AND (NEW.id, NEW.data_request_id, NEW.kind, NEW.created_at) = (OLD.id, OLD.data_request_id, OLD.kind, OLD.created_at)
       AND NEW.subject IS NOT DISTINCT FROM OLD.subject AND NEW.actor_user_id IS NOT DISTINCT FROM OLD.actor_user_id THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM data_requests WHERE id = OLD.data_request_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'steps of data requests are never changed or removed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "data_request_steps_append_only" BEFORE UPDATE OR DELETE ON "data_request_steps" FOR EACH ROW EXECUTE FUNCTION "keep_data_request_step"();
CREATE TRIGGER "data_request_steps_no_truncate" BEFORE TRUNCATE ON "data_request_steps" FOR EACH STATEMENT EXECUTE FUNCTION "keep_data_request_step"();

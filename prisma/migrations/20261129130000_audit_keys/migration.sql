-- Why: entries of the audit log kept names (of keys, of workspaces, in reasons) after the workspace was deleted, and could not
--   be erased. Texts of people are now encrypted with a key per workspace, which its deletion destroys. A job does the same
--   with older entries, through a function that can do nothing else.
-- Locks: audit_events exclusively for a moment; nothing is rewritten. The version before goes on writing entries as they were,
--   which the job encrypts later; it shows encrypted ones without names.
-- Way back: none for the names of deleted workspaces, which is the purpose. For the rest: keep the tables; the version before
--   works with them.

ALTER TABLE "audit_events" ADD COLUMN "sealed" BYTEA;

DROP TRIGGER "audit_events_append_only" ON "audit_events";
CREATE TRIGGER "audit_events_append_only" BEFORE DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

-- The only change that an entry may ever see: once, values move from the readable columns into the encrypted one.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."sealed" IS NULL AND NEW."sealed" IS NOT NULL
    AND (OLD."id", OLD."workspace_id", OLD."action", OLD."created_at") = (NEW."id", NEW."workspace_id", NEW."action", NEW."created_at")
    AND OLD."actor_user_id" IS NOT DISTINCT FROM NEW."actor_user_id" AND OLD."target_id" IS NOT DISTINCT FROM NEW."target_id"
    AND (OLD."before" IS NULL) = (NEW."before" IS NULL) AND coalesce(OLD."before" @> NEW."before", true)
    AND (OLD."after" IS NULL) = (NEW."after" IS NULL) AND coalesce(OLD."after" @> NEW."after", true)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "audit_events_sealed_once" BEFORE UPDATE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();

-- The product's role may not update the table. Returns false when another run was first.
CREATE FUNCTION "seal_audit_event"(p_id uuid, p_before jsonb, p_after jsonb, p_sealed bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.audit_events SET before = p_before, after = p_after, sealed = p_sealed WHERE id = p_id AND sealed IS NULL;
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION "seal_audit_event"(uuid, jsonb, jsonb, bytea) FROM PUBLIC;

CREATE TABLE "audit_keys" (
    "workspace_id" UUID NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "key_print" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_keys_pkey" PRIMARY KEY ("workspace_id")
);

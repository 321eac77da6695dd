-- Why: the database states what the code relies on: a secret that was replaced, or whose key was deleted, has an end and a label;
--   the current one has neither, and no last use.
-- Locks: key_secrets: every access until the script ends, which reads the table three times: about a second for a million keys.
-- Way back: drop the checks. The previous version writes no row that they refuse.

ALTER TABLE "key_secrets"
  ADD CONSTRAINT "key_secrets_label_of_ended" CHECK (("expires_at" IS NULL) = ("label" IS NULL)) NOT VALID,
  ADD CONSTRAINT "key_secrets_use_of_ended" CHECK ("last_used_at" IS NULL OR "expires_at" IS NOT NULL) NOT VALID;

-- No version wrote such rows. An end that an operator set before rotations existed gets the label that its key has.
UPDATE "key_secrets" s
   SET "label" = CASE WHEN s."expires_at" IS NOT NULL THEN coalesce(s."label", k."label") END,
       "last_used_at" = CASE WHEN s."expires_at" IS NOT NULL THEN s."last_used_at" END
  FROM "api_keys" k
 WHERE k."id" = s."key_id"
   AND ((s."expires_at" IS NULL) <> (s."label" IS NULL) OR (s."last_used_at" IS NOT NULL AND s."expires_at" IS NULL));

ALTER TABLE "key_secrets" VALIDATE CONSTRAINT "key_secrets_label_of_ended";
ALTER TABLE "key_secrets" VALIDATE CONSTRAINT "key_secrets_use_of_ended";

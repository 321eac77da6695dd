-- Why: the secret of a key can be rotated. While two work, people see which one is the old one and when it was last used, and
--   no two transactions can give a key two current secrets.
-- Locks: key_secrets: every access for the moment of the new columns, which rewrite nothing, then writes while the index is
--   built: about a second for a million keys. Requests read meanwhile.
-- Way back: drop the index and the columns. The previous version ignores them and honors "expires_at".

ALTER TABLE "key_secrets" ADD COLUMN "label" TEXT, ADD COLUMN "last_used_at" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "key_secrets_current" ON "key_secrets" ("key_id") WHERE "expires_at" IS NULL;

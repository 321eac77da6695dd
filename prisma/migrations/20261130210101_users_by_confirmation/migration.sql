-- Why: while a change of policies is announced, a job asks every 30 seconds who confirmed an address since it last looked.
--   Without this index it reads all users each time.
-- Locks: none that a reader or writer waits for.
-- Way back: drop the index.

CREATE INDEX CONCURRENTLY "users_email_verified_at_id_idx" ON "users" ("email_verified_at", "id");

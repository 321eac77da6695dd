-- Why: requests with a secret that a rotation has ended are an alert of their own, and none about a key that is disabled later.
-- Locks: key_rejections, for the moment of the change; no row is rewritten.
-- Way back: drop the column. The previous version ignores it. What it counts itself has none: it does not tell secrets apart.

ALTER TABLE "key_rejections" ADD COLUMN "old_secret_requests" BIGINT NOT NULL DEFAULT 0;

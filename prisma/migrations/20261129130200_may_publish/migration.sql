-- Why: whether a provider may publish inputs was part of the switches for training. It is a choice of its own, and off until
--   someone makes it.
-- Locks: privacy_settings exclusively for a moment; nothing is rewritten. The version before does not know the column and
--   routes as it did.
-- Way back: drop the column.

ALTER TABLE "privacy_settings" ADD COLUMN "may_publish" BOOLEAN NOT NULL DEFAULT false;

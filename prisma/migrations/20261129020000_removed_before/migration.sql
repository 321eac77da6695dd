-- Why: a confirmed removal of requests has to hold when a longer retention is chosen before the rows are deleted. Until
--   now only the current retention hid them, so that they came back.
-- Locks: privacy_settings exclusively for a moment; a column without a default rewrites nothing. Processes of the version
--   before keep working and ignore the column.
-- Way back: drop the column.

ALTER TABLE "privacy_settings" ADD COLUMN "removed_before" TIMESTAMPTZ(3);

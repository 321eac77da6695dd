-- Why: callers group requests by a session (`session_id` of a completion), and the record of a request did not say which.
-- Locks: generations exclusively for a moment; a column without a default rewrites nothing, however many rows there are.
--   Processes of the version before keep working and leave the column empty.
-- Way back: drop the column.

ALTER TABLE "generations" ADD COLUMN "session_id" TEXT;

-- Why: a request that was tried at several providers showed the last of them alone.
-- Locks: generations exclusively for a moment; a column without a default rewrites nothing. Processes of the version before
--   go on working and leave the column empty.
-- Way back: drop the column.

ALTER TABLE "generations" ADD COLUMN "failed_attempts" TEXT;

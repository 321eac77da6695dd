-- Why: an answer that breaks off or cannot be read is not charged to the caller, and may be charged by its provider. Each
--   counts as unaccounted beside completions whose process died, so that one completion can have several rows.
-- Locks: unaccounted_completions exclusively while its index is built anew; the table has a row per lost completion.
--   Processes of the version before go on working: their rows are attempt 0, the whole completion.
-- Way back: delete the rows with attempt > 0, put the primary key back on hold_id, drop the column.

ALTER TABLE "unaccounted_completions"
  ADD COLUMN "attempt" SMALLINT NOT NULL DEFAULT 0,
  DROP CONSTRAINT "unaccounted_completions_pkey",
  ADD CONSTRAINT "unaccounted_completions_pkey" PRIMARY KEY ("hold_id", "attempt");

-- Why: credits that passed their date without the last warning never expired, and a warning that came late left less than
--   a week. When a purchase was warned is stored, so that a week follows every last warning. Those that were warned by the
--   version before count as warned now: their credits expire up to a week later than was announced, never sooner.
-- Locks: purchases exclusively for a moment; a column without a default rewrites nothing. The update reads the index of
--   credits that may still expire.
-- Way back: drop the column.

ALTER TABLE "purchases" ADD COLUMN "expiry_warned_at" TIMESTAMPTZ(3);

UPDATE "purchases" SET "expiry_warned_at" = now()
  WHERE "state" = 'credited' AND "expired_at" IS NULL AND "expiry_warned_days" IS NOT NULL;

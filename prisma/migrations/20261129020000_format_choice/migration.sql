-- Why: an account chooses how numbers and dates are written on its pages.
-- Locks: users exclusively for a moment; a column with a constant default rewrites nothing, however many rows there are.
--   Processes of the version before keep working and create users with the default.
-- Way back: drop the column. Every page is then written as before.

ALTER TABLE "users" ADD COLUMN "format_choice" TEXT NOT NULL DEFAULT 'en-US';

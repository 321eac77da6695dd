-- Why: after an account is secured, the password that someone else may know must not be chosen again.
-- Locks: a moment on users, for a column without a default.
-- Way back: drop the column.

ALTER TABLE "users" ADD COLUMN "retired_password_hash" TEXT;

-- Why: a person can turn interface events off for themselves, in workspaces that collect them.
-- Locks: users, for the moment of the change; no row is rewritten.
-- Way back: drop the column. The previous version ignores it, and collects of everyone where the workspace does.

ALTER TABLE "users" ADD COLUMN "interface_events_off" BOOLEAN NOT NULL DEFAULT false;

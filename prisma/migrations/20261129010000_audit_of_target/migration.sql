-- Why: the page of a key lists the newest lines of the audit log about that key. Without this index a key with few lines
--   made each view read the workspace's whole log.
-- Locks: none that a reader or writer waits for.
-- Way back: drop the index.

CREATE INDEX CONCURRENTLY "audit_events_target" ON "audit_events" ("workspace_id", "target_id", "id" DESC);

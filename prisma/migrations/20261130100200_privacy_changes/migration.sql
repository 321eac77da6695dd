-- Why: the Privacy page lists the changes of a workspace's privacy settings. Without this index a workspace that rarely
--   changes them made each view read its whole audit log.
-- Locks: none that a reader or writer waits for.
-- Way back: drop the index.

CREATE INDEX CONCURRENTLY "audit_events_privacy" ON "audit_events" ("workspace_id", "id" DESC) WHERE (action = 'privacy.changed'::text);

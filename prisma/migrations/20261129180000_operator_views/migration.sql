-- Why: owners and admins see what operators looked at in their account.
-- Locks: audit_events against writes while the index is built; it has no rows yet, so this is one read of the table.
-- Way back: drop the index.

CREATE INDEX "audit_events_operator" ON "audit_events" ("workspace_id", "id" DESC) WHERE (action ~~ 'operator.%'::text);

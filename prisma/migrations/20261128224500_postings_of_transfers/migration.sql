-- Why: the statement on the Credits page lists purchases, grants, refunds and corrections one by one and folds usage by day.
--   Without this index each page read every usage transfer between two purchases, of which a busy workspace has a million.
-- Locks: none that a reader or writer waits for. Usage transfers are not in the index, so that settlements write no more than before.
-- Way back: drop the index.

CREATE INDEX CONCURRENTLY "transfers_postings" ON "transfers" ("workspace_id", "created_at" DESC, "id" DESC) WHERE (code <> 'usage'::text);

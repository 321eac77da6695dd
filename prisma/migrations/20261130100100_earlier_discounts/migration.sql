-- Why: the sum of logging discounts begins with the requests that are still stored. The version before folds none of it, so
--   no request is counted twice. What it records after this migration is missing from the sum.
-- Locks: none that a reader or writer waits for. Reads all request rows once: about a second for two million.
-- Way back: truncate logging_discounts.

INSERT INTO "logging_discounts" ("workspace_id", "saved_nanos", "since")
SELECT workspace_id, -sum(discount_nanos)::bigint, min(created_at)
  FROM generations WHERE discount_nanos < 0 GROUP BY workspace_id;

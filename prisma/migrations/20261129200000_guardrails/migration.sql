-- Why: a key may carry guardrails: the models and providers that it may use, zero retention only, no collection. Empty
--   lists and false restrict nothing.
-- Locks: api_keys exclusively while the checks read it once; a workspace has at most a thousand keys. Nothing is
--   rewritten. The version before does not know the columns, and its keys use whatever the workspace allows.
-- Way back: drop the columns. Keys are then restricted by their workspace only.

ALTER TABLE "api_keys"
  ADD COLUMN "allowed_models" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "allowed_providers" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "ignored_providers" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "zero_retention_only" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "deny_collection" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "api_keys"
  ADD CONSTRAINT "api_keys_allowed_models" CHECK (
    cardinality("allowed_models") <= 200 AND array_position("allowed_models", NULL) IS NULL
    AND array_to_string("allowed_models", ',')
      ~ '^([a-z0-9][a-z0-9._-]{0,63}/(\*|[a-z0-9][a-z0-9._-]{0,99}(:[a-z0-9]{1,16})?)(,|$))*$'
  ),
  ADD CONSTRAINT "api_keys_allowed_providers" CHECK (
    cardinality("allowed_providers") <= 200 AND array_position("allowed_providers", NULL) IS NULL
    AND array_to_string("allowed_providers", ',') ~ '^([a-z0-9][a-z0-9._-]{0,63}(,|$))*$'
  ),
  ADD CONSTRAINT "api_keys_ignored_providers" CHECK (
    cardinality("ignored_providers") <= 200 AND array_position("ignored_providers", NULL) IS NULL
    AND array_to_string("ignored_providers", ',') ~ '^([a-z0-9][a-z0-9._-]{0,63}(,|$))*$'
    AND NOT "ignored_providers" && "allowed_providers"
  ),
  ADD CONSTRAINT "api_keys_guarded_kind" CHECK (
    "kind" = 'inference' OR (
      cardinality("allowed_models") = 0 AND cardinality("allowed_providers") = 0
      AND cardinality("ignored_providers") = 0 AND NOT "zero_retention_only" AND NOT "deny_collection"
    )
  );

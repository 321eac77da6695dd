-- Why: members can loosen only those guardrails of their keys that no owner or admin set.
-- Locks: api_keys, for the moment of the change; the check reads its rows, and none is rewritten.
-- Way back: drop the column. The previous version ignores it, and lets members loosen every guardrail of their keys. While
--   it runs, guardrails that an admin changes are not noted. Those of earlier keys have no author either, until an owner or
--   admin sets them again.

ALTER TABLE "api_keys" ADD COLUMN "admin_guardrails" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_admin_guardrails" CHECK (jsonb_typeof("admin_guardrails") = 'object');

-- Why: sums per quarter-hour, and the functions that make and drop partitions of generations, had names that are used
--   nowhere else: quarter, leaf. They get the words of the code and the documents.
-- Locks: usage_quarters exclusively for a moment; renaming rewrites nothing. Processes of the version before meet a view and
--   two functions with the old names: they read sums, add to them and make and drop partitions as before. Only their jobs
--   that delete or rename old sums fail, since a view has no row addresses; processes of this version run the same jobs.
--   A later migration may drop the old names; until then they cost nothing.
-- Way back: drop the view and the two functions with the old names, and rename back.

ALTER TABLE "usage_quarters" RENAME TO "usage_quarter_hours";
ALTER TABLE "usage_quarter_hours" RENAME COLUMN "quarter" TO "quarter_hour";
ALTER TABLE "usage_quarter_hours" RENAME CONSTRAINT "usage_quarters_pkey" TO "usage_quarter_hours_pkey";
ALTER TABLE "usage_quarter_hours" RENAME CONSTRAINT "usage_quarters_known" TO "usage_quarter_hours_known";
ALTER INDEX "usage_quarters_quarter_idx" RENAME TO "usage_quarter_hours_quarter_hour_idx";
ALTER INDEX "usage_quarters_named" RENAME TO "usage_quarter_hours_named";

CREATE VIEW "usage_quarters" AS
  SELECT "workspace_id", "dimension", "quarter_hour" AS "quarter", "value", "requests", "errors", "prompt_tokens",
    "completion_tokens", "reasoning_tokens", "cached_tokens", "cost_nanos"
  FROM "usage_quarter_hours";

ALTER FUNCTION "make_generation_leaf"(text, date) RENAME TO "make_generation_partition";
ALTER FUNCTION "drop_generation_leaf"(text) RENAME TO "drop_generation_partition";

CREATE FUNCTION "make_generation_leaf"(p_retention text, p_monday date) RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$ SELECT public.make_generation_partition(p_retention, p_monday) $$;

CREATE FUNCTION "drop_generation_leaf"(p_name text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$ SELECT public.drop_generation_partition(p_name) $$;

REVOKE EXECUTE ON FUNCTION "make_generation_leaf"(text, date), "drop_generation_leaf"(text) FROM PUBLIC;

-- Whoever may use an object may use it by its old name.
DO $$
DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT acl.privilege_type AS privilege, acl.grantee::regrole AS grantee
    FROM pg_class, aclexplode(pg_class.relacl) AS acl
    WHERE pg_class.oid = 'usage_quarter_hours'::regclass AND acl.grantee NOT IN (0, pg_class.relowner)
      AND acl.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  LOOP
    EXECUTE format('GRANT %s ON "usage_quarters" TO %s', granted.privilege, granted.grantee);
  END LOOP;
  FOR granted IN
    SELECT old.oid::regprocedure AS name, acl.grantee::regrole AS grantee
    FROM (VALUES ('make_generation_leaf(text, date)', 'make_generation_partition(text, date)'),
      ('drop_generation_leaf(text)', 'drop_generation_partition(text)')) AS names (before, after)
    JOIN pg_proc AS old ON old.oid = names.before::regprocedure
    JOIN pg_proc AS new ON new.oid = names.after::regprocedure
    CROSS JOIN aclexplode(new.proacl) AS acl
    WHERE acl.grantee NOT IN (0, new.proowner) AND acl.privilege_type = 'EXECUTE'
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', granted.name, granted.grantee);
  END LOOP;
END
$$;

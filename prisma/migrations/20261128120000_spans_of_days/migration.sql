-- Why: sums of days were those of the reporting zone at the time of counting, so that a change of zone left days that
--   feed, chart and export cut differently, and days of UTC could not be added up at all. Sums are now kept from one
--   midnight to the next, of UTC or of the reporting zone, and the zones a workspace has had are kept with the moment
--   from which each counts.
-- Locks: rewrites usage_days, usage_dimension_days and usage_histograms, which are locked for as long as that takes: about
--   ten seconds per million rows. Processes of the version before go on answering and recording; their charts and their fold
--   fail until they are restarted, and what is used meanwhile waits in usage_deltas.
-- Way back: add up the spans of a day in the reporting zone, restore the "day" columns and their keys, and drop
--   reporting_zones with its trigger.
-- Days that were counted before stay whole: for a workspace in another zone than UTC, days of UTC are exact from now on.

CREATE TABLE "reporting_zones" (
    "workspace_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(0) NOT NULL,
    "zone" TEXT NOT NULL,

    CONSTRAINT "reporting_zones_pkey" PRIMARY KEY ("workspace_id","since")
);
INSERT INTO "reporting_zones" SELECT "id", '2000-01-01 00:00:00Z', "time_zone" FROM "workspaces";

-- A zone counts from a quarter-hour on that begins at least a minute ahead, so that nothing of it is counted yet; while no
-- day of the workspace is counted at all, from the beginning. The lock is the fold's: what it has not counted when a zone
-- changes, it counts by the zones that it reads then.
CREATE FUNCTION "keep_reporting_zone"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  beginning CONSTANT timestamptz := timestamptz '2000-01-01 00:00:00Z';
  counts_from timestamptz := beginning;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('fold usage', 0));
    IF EXISTS (SELECT FROM usage_days WHERE workspace_id = NEW.id) THEN
      counts_from := date_bin('15 minutes', clock_timestamp() + interval '16 minutes', beginning);
    END IF;
  END IF;
  DELETE FROM reporting_zones WHERE workspace_id = NEW.id AND since >= counts_from;
  IF NEW.time_zone IS DISTINCT FROM
    (SELECT zone FROM reporting_zones WHERE workspace_id = NEW.id ORDER BY since DESC LIMIT 1)
  THEN
    INSERT INTO reporting_zones VALUES (NEW.id, counts_from, NEW.time_zone);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "workspaces_made_with_zone" AFTER INSERT ON "workspaces"
  FOR EACH ROW EXECUTE FUNCTION "keep_reporting_zone"();
CREATE TRIGGER "workspaces_zone_changed" AFTER UPDATE OF "time_zone" ON "workspaces"
  FOR EACH ROW WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION "keep_reporting_zone"();

ALTER TABLE "usage_days" DROP CONSTRAINT "usage_days_pkey", ADD COLUMN "span_start" TIMESTAMPTZ(0);
UPDATE "usage_days" d SET "span_start" = d."day"::timestamp AT TIME ZONE
  coalesce((SELECT w."time_zone" FROM "workspaces" w WHERE w."id" = d."workspace_id"), 'UTC');
ALTER TABLE "usage_days" DROP COLUMN "day", ALTER COLUMN "span_start" SET NOT NULL,
  ADD CONSTRAINT "usage_days_pkey" PRIMARY KEY ("workspace_id","span_start","model","provider","key_id");

ALTER TABLE "usage_dimension_days" DROP CONSTRAINT "usage_dimension_days_pkey", ADD COLUMN "span_start" TIMESTAMPTZ(0);
UPDATE "usage_dimension_days" d SET "span_start" = d."day"::timestamp AT TIME ZONE
  coalesce((SELECT w."time_zone" FROM "workspaces" w WHERE w."id" = d."workspace_id"), 'UTC');
ALTER TABLE "usage_dimension_days" DROP COLUMN "day", ALTER COLUMN "span_start" SET NOT NULL,
  ADD CONSTRAINT "usage_dimension_days_pkey" PRIMARY KEY ("workspace_id","dimension","span_start","value");

ALTER TABLE "usage_histograms" DROP CONSTRAINT "usage_histograms_pkey", ADD COLUMN "span_start" TIMESTAMPTZ(0);
UPDATE "usage_histograms" d SET "span_start" = d."day"::timestamp AT TIME ZONE
  coalesce((SELECT w."time_zone" FROM "workspaces" w WHERE w."id" = d."workspace_id"), 'UTC');
ALTER TABLE "usage_histograms" DROP COLUMN "day", ALTER COLUMN "span_start" SET NOT NULL,
  ADD CONSTRAINT "usage_histograms_pkey" PRIMARY KEY ("workspace_id","measure","span_start","bucket");

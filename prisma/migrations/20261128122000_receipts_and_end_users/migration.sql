-- Why: names of end users stayed in the roll-ups after the rows that held them were gone; and the erasure of deleted
--   workspaces began with the same thousand each time. Two indexes find names that are past their time, and a workspace that
--   was erased is marked.
-- Locks: builds two indexes, each of which lets nothing be folded into its table while it is built: about three seconds
--   per million rows of end users. Processes of the version before go on working.
-- Way back: drop both indexes and the column. Names that were removed do not come back.

CREATE INDEX "usage_dimension_days_named" ON "usage_dimension_days" ("span_start")
  WHERE ((dimension = 'end_user'::text) AND (value <> ''::text));
CREATE INDEX "usage_quarters_named" ON "usage_quarters" ("quarter")
  WHERE ((dimension = 'end_user'::text) AND (value <> ''::text));
ALTER TABLE "workspaces" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

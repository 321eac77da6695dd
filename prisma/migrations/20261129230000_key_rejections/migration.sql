-- Why: a leaked key that was disabled or deleted may still be in use. Requests with such a key are counted per
--   quarter-hour, so that owners and admins can be told.
-- Locks: none; the table is new.
-- Way back: drop the table. The version before does not read it.

CREATE TABLE "key_rejections" (
    "key_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "quarter_hour" TIMESTAMPTZ(0) NOT NULL,
    "requests" BIGINT NOT NULL,

    CONSTRAINT "key_rejections_pkey" PRIMARY KEY ("key_id", "quarter_hour")
);

CREATE INDEX "key_rejections_quarter_hour_idx" ON "key_rejections" ("quarter_hour");
CREATE INDEX "key_rejections_workspace_id_idx" ON "key_rejections" ("workspace_id");

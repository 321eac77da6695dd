-- Why: names of opened pages and used actions, for support, where a workspace allows optional data. Off until someone turns
--   it on.
-- Locks: privacy_settings exclusively for a moment; nothing is rewritten. The version before does not know the column and
--   collects nothing.
-- Way back: drop the column and the table.

ALTER TABLE "privacy_settings" ADD COLUMN "optional_data" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "interface_events" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "interface_events_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "interface_events_kind" CHECK ("kind" IN ('page', 'action', 'error')),
    -- No id, no address and no sentence has this form.
    CONSTRAINT "interface_events_name" CHECK ("name" ~ '^[a-z_/\[\]-]{1,64}$'),
    CONSTRAINT "interface_events_code" CHECK ("code" ~ '^[a-z_]{1,64}$')
);

CREATE INDEX "interface_events_user_id_id_idx" ON "interface_events" ("user_id", "id" DESC);
CREATE INDEX "interface_events_created_at_idx" ON "interface_events" ("created_at");

-- Why: the parts of all workspaces whose usage is summed completely once a day are made up for when an hour is missed.
-- Locks: none; the table is new.
-- Way back: drop the table.

CREATE TABLE "usage_parts" (
    "part" SMALLINT NOT NULL,
    "summed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_parts_pkey" PRIMARY KEY ("part"),
    CONSTRAINT "usage_parts_number" CHECK ("part" BETWEEN 0 AND 23)
);

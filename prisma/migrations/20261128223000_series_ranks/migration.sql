-- Why: a model, provider, key or app keeps its color in every chart of its workspace. Colors are given in the order in
--   which values first appear in a chart, the largest first, and remembered here.
-- Locks: none; a new table. The version before does not know it and works as before.
-- Way back: drop the table. Colors are then given again.

CREATE TABLE "series_ranks" (
    "workspace_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "series_ranks_pkey" PRIMARY KEY ("workspace_id","dimension","value")
);

ALTER TABLE "series_ranks" ADD CONSTRAINT "series_ranks_known" CHECK ("dimension" IN ('model', 'provider', 'key', 'app') AND "rank" >= 0);

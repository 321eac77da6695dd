-- Why: rankings by category, from sampled prompts that a model of a provider without retention put into a category. A row
--   has a day, a model, a category and a count; nothing in it leads to a request, a key, a workspace or a person.
-- Locks: none; the table is new. The version before does not know it.
-- Way back: drop the table.

CREATE TABLE "category_days" (
    "day" DATE NOT NULL,
    "model" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "prompts" BIGINT NOT NULL,

    CONSTRAINT "category_days_pkey" PRIMARY KEY ("day", "model", "category"),
    CONSTRAINT "category_days_prompts" CHECK ("prompts" > 0)
);

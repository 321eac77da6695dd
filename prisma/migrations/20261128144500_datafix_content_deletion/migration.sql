-- Why: all stored content of a workspace was deleted in the transaction that said so, which ends after fifteen seconds: more
--   content than that could not be deleted at all. Now the receipt alone is written there, readers leave out what is older,
--   and the rows go in batches. This column says when the last of them was gone.
-- Locks: adds a column without a rewrite and writes to a few receipts. Processes of the version before go on: they delete
--   the rows themselves, and what they leave unmarked is found empty and marked.
-- Way back: drop the index and the column, once no receipt is unfinished.

ALTER TABLE "purge_receipts" ADD COLUMN "gone_at" TIMESTAMPTZ(3);
UPDATE "purge_receipts" SET "gone_at" = "created_at" WHERE "subject" = 'prompt_logs';
CREATE INDEX "purge_receipts_unfinished" ON "purge_receipts" ("created_at")
  WHERE (("subject" = 'prompt_logs'::text) AND ("gone_at" IS NULL));

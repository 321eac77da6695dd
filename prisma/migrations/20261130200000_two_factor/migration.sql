-- Why: the product says "two-factor authentication", so the tables and kinds do, too.
-- Locks: "two_factor_secrets" for a moment; the four updates touch few rows.
-- Way back: the previous version cannot read a session until this is undone: the same statements with the names exchanged,
-- after UPDATE "security_events" SET "kind" = 'two_factor_failed' WHERE "kind" = 'two_factor_failed_unknown_browser'.

ALTER TABLE "second_factors" RENAME TO "two_factor_secrets";
ALTER TABLE "two_factor_secrets" RENAME CONSTRAINT "second_factors_pkey" TO "two_factor_secrets_pkey";
ALTER TABLE "two_factor_secrets" RENAME CONSTRAINT "second_factors_confirmed" TO "two_factor_secrets_confirmed";
ALTER TABLE "two_factor_secrets" RENAME CONSTRAINT "second_factors_wrong_codes" TO "two_factor_secrets_wrong_codes";
ALTER TABLE "two_factor_secrets" RENAME CONSTRAINT "second_factors_user_id_fkey" TO "two_factor_secrets_user_id_fkey";
ALTER INDEX "second_factors_user_id_key" RENAME TO "two_factor_secrets_user_id_key";

UPDATE "security_events" SET "kind" = replace("kind", 'second_factor', 'two_factor') WHERE "kind" LIKE 'second\_factor%';
UPDATE "outbox_mails" SET "kind" = 'two_factor_changed' WHERE "kind" = 'second_factor_changed';
UPDATE "interface_events" SET "name" = replace("name", 'second_factor', 'two_factor') WHERE "name" LIKE '%second\_factor';
UPDATE "deletion_counts" SET "subject" = 'two_factor_secrets' WHERE "subject" = 'second_factors';

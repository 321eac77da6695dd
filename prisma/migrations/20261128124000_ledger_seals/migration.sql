-- Why: whoever owns the tables could change transfers together with their hashes, or remove them, and every check agreed.
--   Seals keep, for the transfers of each span of time, a tag that takes a key outside of the database to make.
-- Locks: none, the table is new. Processes of the version before go on working. The first run of the job seals what is
--   there, at about 5,000 transfers in a tenth of a second.
-- Way back: drop the table.

CREATE TABLE "ledger_seals" (
    "number" BIGINT NOT NULL,
    "transfer_ids" UUID[],
    "tags" BYTEA NOT NULL,
    "up_to" UUID NOT NULL,
    "key_print" BYTEA NOT NULL,
    "mac" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_seals_pkey" PRIMARY KEY ("number")
);
ALTER TABLE "ledger_seals"
  ADD CONSTRAINT "ledger_seals_number" CHECK ("number" >= 1),
  ADD CONSTRAINT "ledger_seals_tags" CHECK (cardinality("transfer_ids") BETWEEN 1 AND 5000 AND octet_length("tags") = 8 * cardinality("transfer_ids"));
CREATE TRIGGER "ledger_seals_append_only" BEFORE UPDATE OR DELETE ON "ledger_seals" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ledger_seals_no_truncate" BEFORE TRUNCATE ON "ledger_seals" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Why: a person who deleted an account can follow what was removed and when, by a link in the mail about it.
-- Locks: none; both tables are new.
-- Way back: drop both tables. Links in mails that were sent stop working; deletions themselves are not affected.

CREATE TABLE "deletions" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "workspace_id" UUID,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "emptied_at" TIMESTAMPTZ(3),
    "customer_deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "deletions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "deletions_token_hash_form" CHECK (octet_length("token_hash") = 32)
);

CREATE TABLE "deletion_counts" (
    "deletion_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "emptied_at" TIMESTAMPTZ(3),

    CONSTRAINT "deletion_counts_pkey" PRIMARY KEY ("deletion_id", "step", "subject"),
    CONSTRAINT "deletion_counts_step_known" CHECK ("step" IN ('access', 'personal', 'activity')),
    CONSTRAINT "deletion_counts_subject_form" CHECK ("subject" ~ '^[a-z_]{1,60}$'),
    CONSTRAINT "deletion_counts_rows" CHECK ("rows" >= 0)
);

CREATE UNIQUE INDEX "deletions_token_hash_key" ON "deletions" ("token_hash");
CREATE UNIQUE INDEX "deletions_workspace_id_key" ON "deletions" ("workspace_id");
CREATE INDEX "deletions_deleted_at_idx" ON "deletions" ("deleted_at");

ALTER TABLE "deletion_counts" ADD CONSTRAINT "deletion_counts_deletion_id_fkey"
  FOREIGN KEY ("deletion_id") REFERENCES "deletions" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

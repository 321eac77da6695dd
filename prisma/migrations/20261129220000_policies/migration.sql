-- Why: policies are versioned documents that are made from what the code does; changes are announced, and acceptance is
-- recorded.
-- Locks: none; all tables are new.
-- Way back: drop the four tables. The previous version shows the policies as pages of its own.

CREATE TABLE "policy_publications" (
    "id" UUID NOT NULL,
    "summary" TEXT,
    "is_material" BOOLEAN NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_publications_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "policy_publications_summary_length" CHECK (char_length("summary") BETWEEN 1 AND 2000),
    -- A material change takes effect 30 days after it is announced, or later.
    CONSTRAINT "policy_publications_notice" CHECK (
      "effective_at" >= "published_at" + CASE WHEN "is_material" THEN interval '30 days' ELSE interval '0' END
    )
);

CREATE TABLE "policy_versions" (
    "id" UUID NOT NULL,
    "publication_id" UUID NOT NULL,
    "policy" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "sections" JSONB NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "policy_versions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "policy_versions_policy_known" CHECK ("policy" IN ('privacy', 'terms', 'cookies', 'subprocessors')),
    CONSTRAINT "policy_versions_number" CHECK ("number" >= 1),
    CONSTRAINT "policy_versions_hash_form" CHECK (octet_length("hash") = 32)
);

CREATE TABLE "policy_acceptances" (
    "user_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "via" TEXT NOT NULL,

    CONSTRAINT "policy_acceptances_pkey" PRIMARY KEY ("user_id", "version_id"),
    CONSTRAINT "policy_acceptances_via_known" CHECK ("via" IN ('sign_up', 'console'))
);

CREATE TABLE "policy_mailings" (
    "publication_id" UUID NOT NULL,
    "last_user_id" UUID,
    "mails" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "policy_mailings_pkey" PRIMARY KEY ("publication_id"),
    CONSTRAINT "policy_mailings_mails" CHECK ("mails" >= 0)
);

CREATE INDEX "policy_publications_effective_at_idx" ON "policy_publications" ("effective_at");
CREATE UNIQUE INDEX "policy_versions_policy_number_key" ON "policy_versions" ("policy", "number");
CREATE INDEX "policy_versions_publication_id_idx" ON "policy_versions" ("publication_id");
CREATE INDEX "policy_acceptances_version_id_idx" ON "policy_acceptances" ("version_id");

ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_publication_id_fkey"
  FOREIGN KEY ("publication_id") REFERENCES "policy_publications" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "policy_acceptances" ADD CONSTRAINT "policy_acceptances_version_id_fkey"
  FOREIGN KEY ("version_id") REFERENCES "policy_versions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "policy_mailings" ADD CONSTRAINT "policy_mailings_publication_id_fkey"
  FOREIGN KEY ("publication_id") REFERENCES "policy_publications" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER "policy_publications_append_only" BEFORE UPDATE OR DELETE ON "policy_publications" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "policy_versions_append_only" BEFORE UPDATE OR DELETE ON "policy_versions" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

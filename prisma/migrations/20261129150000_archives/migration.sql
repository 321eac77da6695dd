-- Why: everyone can have everything that is stored about their account in one file.
-- Locks: none; both tables are new.
-- Way back: drop both tables. Archives that are not downloaded yet are lost and can be made again.

CREATE TABLE "archives" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "rows_total" BIGINT,
    "rows_done" BIGINT NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "size_bytes" BIGINT,
    "sha256" TEXT,
    "downloads" INTEGER NOT NULL DEFAULT 0,
    "last_downloaded_at" TIMESTAMPTZ(3),

    CONSTRAINT "archives_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "archives_state" CHECK ("state" IN ('queued', 'running', 'ready', 'failed')),
    CONSTRAINT "archives_ready" CHECK (
      "state" <> 'ready' OR ("expires_at" IS NOT NULL AND "size_bytes" IS NOT NULL AND "sha256" IS NOT NULL)
    ),
    CONSTRAINT "archives_finished" CHECK (("finished_at" IS NULL) = ("state" IN ('queued', 'running')))
);

CREATE TABLE "archive_parts" (
    "archive_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "archive_parts_pkey" PRIMARY KEY ("archive_id", "number")
);

-- Encrypted bytes do not compress, and trying takes time.
ALTER TABLE "archive_parts" ALTER COLUMN "ciphertext" SET STORAGE EXTERNAL;

CREATE INDEX "archives_user_id_id_idx" ON "archives" ("user_id", "id" DESC);
CREATE INDEX "archives_expires_at_idx" ON "archives" ("expires_at");
-- One at a time per account.
CREATE UNIQUE INDEX "archives_unfinished" ON "archives" ("user_id") WHERE "state" IN ('queued', 'running');

ALTER TABLE "archive_parts" ADD CONSTRAINT "archive_parts_archive_id_fkey"
  FOREIGN KEY ("archive_id") REFERENCES "archives" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Why: an account can ask for a code of an authenticator app in addition to its password.
-- Locks: none that lasts; both tables are new, and users is locked for a moment by the foreign keys.
-- Way back: drop both tables. Sign-in then asks for the password only.

CREATE TABLE "second_factors" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "key_print" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" INTEGER,
    "wrong_codes" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],

    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("id"),
    -- The code that confirms it counts as used.
    CONSTRAINT "second_factors_confirmed" CHECK ("confirmed_at" IS NULL OR "last_step" IS NOT NULL),
    CONSTRAINT "second_factors_wrong_codes" CHECK (cardinality("wrong_codes") <= 20)
);

CREATE TABLE "recovery_codes" (
    "user_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id", "code_hash")
);

CREATE UNIQUE INDEX "second_factors_user_id_key" ON "second_factors" ("user_id");

ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Why: a workspace says once who is named on its invoices; a purchase has a reference of the buyer's, the tax that was
--   paid on top, and Stripe's invoice.
-- Locks: purchases exclusively for a moment; constant defaults rewrite nothing. Its index is empty at first and reads the
--   table once. Processes of the version before ignore the new columns.
-- Way back: drop the table, the columns and the index.

ALTER TABLE "purchases"
  ADD COLUMN "reference" TEXT,
  ADD COLUMN "automatic_tax" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "tax_cents" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "invoice_id" TEXT,
  ADD COLUMN "invoice_number" TEXT,
  ADD COLUMN "invoice_url" TEXT,
  ADD COLUMN "invoice_pdf_url" TEXT,
  ADD CONSTRAINT "purchases_tax" CHECK ("tax_cents" >= 0 AND ("automatic_tax" OR "tax_cents" = 0));

CREATE INDEX "purchases_without_documents" ON "purchases" ("credited_at")
  WHERE "invoice_id" IS NOT NULL AND "invoice_url" IS NULL;

CREATE TABLE "billing_profiles" (
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "line1" TEXT NOT NULL,
    "line2" TEXT NOT NULL DEFAULT '',
    "city" TEXT NOT NULL,
    "region" TEXT NOT NULL DEFAULT '',
    "postal_code" TEXT NOT NULL DEFAULT '',
    "country" TEXT NOT NULL,
    "tax_id_type" TEXT,
    "tax_id_value" TEXT,
    "reference" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "copied_version" INTEGER NOT NULL DEFAULT 0,
    "copied_tax_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_copy_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failure" TEXT,
    "copying_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_profiles_pkey" PRIMARY KEY ("workspace_id"),
    CONSTRAINT "billing_profiles_country" CHECK ("country" ~ '^[A-Z]{2}$'),
    CONSTRAINT "billing_profiles_tax_id" CHECK (("tax_id_type" IS NULL) = ("tax_id_value" IS NULL)),
    CONSTRAINT "billing_profiles_copied" CHECK ("copied_version" <= "version")
);

-- What is not at Stripe yet.
CREATE INDEX "billing_profiles_due" ON "billing_profiles" ("next_copy_at") WHERE "copied_version" < "version";

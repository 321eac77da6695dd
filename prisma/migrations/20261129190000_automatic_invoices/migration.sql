-- Why: the invoice of an automatic charge is continued, withdrawn at Stripe when it cannot be finished, and shown.
-- Locks: auto_top_up_attempts against everything for a moment, and against writes while the indexes are built; the table
-- has one row for each automatic charge.
-- Way back: drop the columns.

ALTER TABLE "auto_top_up_attempts"
    ADD COLUMN "invoice_next_at" TIMESTAMPTZ(3),
    ADD COLUMN "invoice_steps" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "invoice_round" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "invoice_begun_at" TIMESTAMPTZ(3),
    ADD COLUMN "invoice_error" TEXT;

CREATE INDEX "auto_top_up_attempts_to_invoice" ON "auto_top_up_attempts"("invoice_next_at") WHERE (invoice_next_at IS NOT NULL);

CREATE INDEX "auto_top_up_attempts_invoice_errors" ON "auto_top_up_attempts"("started_at") WHERE (invoice_error IS NOT NULL);

-- Invoices that an earlier version drafted and did not finish.
UPDATE "auto_top_up_attempts" t
   SET "invoice_next_at" = now(), "invoice_begun_at" = p.credited_at
  FROM "purchases" p
 WHERE p.id = t.purchase_id AND p.workspace_id = t.workspace_id
   AND p.state = 'credited' AND p.invoice_id IS NOT NULL AND p.invoice_number IS NULL;

-- Why: a refund of an unmatched payment that fails after it was made puts the payment back to review.
-- Locks: unmatched_payments against everything for a moment; no row is rewritten.
-- Way back: drop the column.

ALTER TABLE "unmatched_payments" ADD COLUMN "failed_refund_id" TEXT;

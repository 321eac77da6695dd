-- Why: removing a workspace's billing records, and finding the workspaces that were deleted, read whole tables.
-- Locks: five tables against writes while their index is built: well below a second for a million workspaces, of which
--   few are deleted, and for tables that have a row per refund, dispute, card or unmatched payment.
-- Way back: drop the indexes.

CREATE INDEX "workspaces_deleted" ON "workspaces" ("deleted_at") WHERE (deleted_at IS NOT NULL);
CREATE INDEX "purchase_refunds_workspace_id_idx" ON "purchase_refunds" ("workspace_id");
CREATE INDEX "purchase_disputes_workspace_id_idx" ON "purchase_disputes" ("workspace_id");
CREATE INDEX "unmatched_payments_workspace_id_idx" ON "unmatched_payments" ("workspace_id");
CREATE INDEX "saved_cards_workspace_id_idx" ON "saved_cards" ("workspace_id");

import "server-only";

/**
 * SQL: whether billing records of the workspace with this id are still stored. Their rows are removed together, when the
 * legal period is over.
 */
export function hasBilling(workspaceId: string): string {
  return `(exists (select from purchases where workspace_id = ${workspaceId})
    or exists (select from purchase_refunds where workspace_id = ${workspaceId})
    or exists (select from purchase_disputes where workspace_id = ${workspaceId})
    or exists (select from unmatched_payments where workspace_id = ${workspaceId})
    or exists (select from auto_top_ups where workspace_id = ${workspaceId})
    or exists (select from auto_top_up_attempts where workspace_id = ${workspaceId})
    or exists (select from card_setups where workspace_id = ${workspaceId})
    or exists (select from saved_cards where workspace_id = ${workspaceId}))`;
}

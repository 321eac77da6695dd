/** The states of a purchase, as stored. */
export type PurchaseState = "open" | "pending" | "credited" | "failed" | "expired";

const rank: Record<PurchaseState, number> = { open: 0, pending: 1, failed: 2, expired: 2, credited: 3 };

/**
 * The state after news arrived. Events come in any order and late, so a purchase only moves forward: money that
 * came beats every failure, a failure beats waiting, and of two endings without money the first one stays.
 */
export function nextState(current: PurchaseState, update: PurchaseState): PurchaseState {
  return rank[update] > rank[current] ? update : current;
}

/** True while the person waits for an answer, and the poller should ask for one. */
export function isUnsettled(state: PurchaseState): boolean {
  return state === "open" || state === "pending";
}

/** The states of a purchase, as stored. */
export type PurchaseState = "open" | "pending" | "credited" | "failed" | "expired";

const rank: Record<PurchaseState, number> = { open: 0, pending: 1, failed: 2, expired: 2, credited: 3 };

/**
 * The state after an update. Events come late and in any order, so a purchase only moves forward: a payment overrides
 * every failure, a failure overrides waiting, and of two final states without payment the first one stays.
 */
export function nextState(current: PurchaseState, update: PurchaseState): PurchaseState {
  return rank[update] > rank[current] ? update : current;
}

/** True while the payment is undecided and the poller should ask Stripe. */
export function isUnsettled(state: PurchaseState): boolean {
  return state === "open" || state === "pending";
}

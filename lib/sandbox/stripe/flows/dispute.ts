import type Stripe from "stripe";
import { newBalanceTransaction } from "@/lib/sandbox/stripe/objects/balance-transaction";
import { newDispute } from "@/lib/sandbox/stripe/objects/dispute";
import type { World } from "@/lib/sandbox/stripe/world";

const disputeFee = 1_500;

/** The payer's bank takes the money back, and Stripe its fee, until the dispute is decided. */
export function openDispute(
  world: World,
  charge: Stripe.Charge,
  given: { amount: number; reason: string },
): Stripe.Dispute {
  const dispute = newDispute(charge, given);
  world.store.disputes.set(dispute.id, dispute);
  charge.disputed = true;
  world.emit("charge.dispute.created", dispute);
  move(world, dispute, -dispute.amount, disputeFee);
  world.emit("charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

/** Closes a dispute. If it is won, the money comes back. */
export function closeDispute(world: World, dispute: Stripe.Dispute, status: "won" | "lost"): void {
  const previous = { status: dispute.status };
  dispute.status = status;
  if (status === "won") {
    move(world, dispute, dispute.amount, 0);
    world.emit("charge.dispute.funds_reinstated", dispute);
  }
  world.emit("charge.dispute.closed", dispute, previous);
}

function move(world: World, dispute: Stripe.Dispute, amount: number, fee: number): void {
  const { currency, id } = dispute;
  const category = amount < 0 ? "dispute" : "dispute_reversal";
  const entry = newBalanceTransaction({ amount, fee, currency, source: id, type: "adjustment", category });
  world.store.transactions.set(entry.id, entry);
  dispute.balance_transactions.push(entry);
}

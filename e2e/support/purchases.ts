import { parseDollars } from "@/lib/kernel/money";
import { db } from "@/lib/db/client";
import { startPurchase } from "@/lib/billing/start-purchase";
import { agree, saveCardAt, testCards } from "@/lib/testing/auto-top-up";
import { applyStripeEvents, createPurchase, eventsOf } from "@/lib/testing/stripe-events";
import type { Account } from "./accounts";
import { orderStripe } from "./sandbox";
import { expect } from "./test";

const patience = { timeout: 15_000, intervals: [100] };

/** A purchase of $10.00 for $10.80 whose hosted page is open, at the simulator too. */
async function open({ actor }: Account): Promise<{ readonly id: string; readonly session: string }> {
  const started = await startPurchase(actor, { creditsNanos: parseDollars("10") ?? 0n });
  if (!started.ok) throw new Error(started.code);
  const { purchaseId: id } = started.value;
  return { id, session: (await read({ actor }, id)).checkoutSessionId ?? "" };
}

type Owner = Pick<Account, "actor">;

function read({ actor: { workspaceId } }: Owner, id: string) {
  return db().purchase.findUniqueOrThrow({ where: { id, workspaceId } });
}

/** Waits until Stripe's events have made this of the purchase. */
async function until(account: Owner, id: string, wanted: Record<string, unknown>): Promise<string> {
  await expect.poll(() => read(account, id), patience).toMatchObject(wanted);
  return id;
}

/** A purchase that was paid by card and credited. */
async function paid(account: Account): Promise<{ readonly id: string; readonly charge: string }> {
  const { id, session } = await open(account);
  await orderStripe("complete", { session });
  const url = expect.stringContaining("http");
  await until(account, id, { state: "credited", receiptUrl: url, invoiceUrl: url });
  return { id, charge: (await read(account, id)).chargeId ?? "" };
}

async function refund(account: Account, amount: number): Promise<{ readonly id: string; refund: string }> {
  const { id, charge } = await paid(account);
  const { id: refundId } = await orderStripe("refund", { charge, amount });
  await until(account, id, { refundedCents: amount });
  return { id, refund: String(refundId) };
}

async function dispute(account: Account): Promise<{ readonly id: string; readonly dispute: string }> {
  const { id, charge } = await paid(account);
  const { id: disputeId } = await orderStripe("dispute", { charge });
  await until(account, id, { reversedNanos: parseDollars("10") });
  return { id, dispute: String(disputeId) };
}

/**
 * A purchase in a state in which the simulator leaves none for long, or that it never causes. It stays: Stripe is not
 * asked about it.
 */
async function lasting(account: Account) {
  const purchase = await createPurchase(account.actor);
  const data = { nextCheckAt: new Date("2100-01-01") };
  const where = { id: purchase.purchaseId, workspaceId: account.actor.workspaceId };
  await db().purchase.update({ where, data, select: { id: true } });
  return { id: purchase.purchaseId, events: eventsOf(purchase) };
}

/** Every state of a purchase, and how one gets there. Each returns the purchase's id. */
export const purchaseIn = {
  opened: async (account: Account) => (await open(account)).id,

  notOpened: async (account: Account) => {
    const fault = { method: "POST", path: "/v1/checkout/sessions", status: 500, retry: false };
    await orderStripe("fault", fault);
    const { workspaceId } = account.actor;
    const started = await startPurchase(account.actor, { creditsNanos: parseDollars("10") ?? 0n });
    expect(started.ok).toBe(false);
    const orderBy = { id: "desc" } as const;
    return (await db().purchase.findFirstOrThrow({ where: { workspaceId }, orderBy })).id;
  },

  declined: async (account: Account) => {
    const { id, session } = await open(account);
    const token = "pm_card_visa_chargeDeclinedInsufficientFunds";
    await expect(orderStripe("complete", { session, token })).rejects.toThrow("402");
    return until(account, id, { state: "open", failureCode: "insufficient_funds" });
  },

  processing: async (account: Account) => {
    const { id, events } = await lasting(account);
    await applyStripeEvents([events.completedUnpaid()]);
    return until(account, id, { state: "pending" });
  },

  paid: async (account: Account) => (await paid(account)).id,

  failedLate: async (account: Account) => {
    const { id, session } = await open(account);
    await orderStripe("complete", { session, method: "alipay", mode: "fail" });
    return until(account, id, { state: "failed" });
  },

  /** Paid, but not what it costs. */
  mismatched: async (account: Account) => {
    const { id, events } = await lasting(account);
    await applyStripeEvents([events.intentSucceeded({ amount_received: 500 })]);
    return until(account, id, { state: "failed", failureCode: "amount_mismatch" });
  },

  expired: async (account: Account) => {
    const { id, session } = await open(account);
    await orderStripe("complete", { session, mode: "expire" });
    return until(account, id, { state: "expired" });
  },

  refundedInPart: async (account: Account) => (await refund(account, 400)).id,

  refunded: async (account: Account) => (await refund(account, 1080)).id,

  refundFailed: async (account: Account) => {
    const { id, refund: refundId } = await refund(account, 1080);
    await orderStripe("fail_refund", { refund: refundId });
    return until(account, id, { refundedCents: 0, reversedNanos: 0n });
  },

  disputed: async (account: Account) => (await dispute(account)).id,

  disputeWon: async (account: Account) => {
    const { id, dispute: disputeId } = await dispute(account);
    await orderStripe("close_dispute", { dispute: disputeId, status: "won" });
    return until(account, id, { reversedNanos: 0n });
  },

  disputeLost: async (account: Account) => {
    const { id, dispute: disputeId } = await dispute(account);
    await orderStripe("close_dispute", { dispute: disputeId, status: "lost" });
    const statuses = () => db().purchaseDispute.findMany({ where: { purchaseId: id } });
    await expect.poll(statuses, patience).toMatchObject([{ status: "lost" }]);
    return id;
  },

  automatic: (account: Account) => automatic(account, "pays", "succeeded"),
  automaticDeclined: (account: Account) => automatic(account, "declines", "declined"),
  automaticUnconfirmed: (account: Account) => automatic(account, "authenticates", "declined"),
} as const;

/** One charge of auto top-up, which the product makes by itself as soon as a card is saved. It is turned off after it. */
async function automatic(
  account: Account,
  card: keyof typeof testCards,
  outcome: "succeeded" | "declined",
): Promise<string> {
  const { actor } = account;
  await saveCardAt(await agree(actor), actor, testCards[card]);
  const where = { workspaceId: actor.workspaceId };
  const find = () => db().autoTopUpAttempt.findMany({ where, orderBy: { startedAt: "desc" }, take: 1 });
  await expect.poll(find, patience).toMatchObject([{ outcome }]);
  return (await find())[0]?.purchaseId ?? "";
}

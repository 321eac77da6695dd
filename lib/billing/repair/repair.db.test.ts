import { beforeEach, describe, expect, it, vi } from "vitest";
import { db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { parseDollars } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { createWorkspace } from "@/lib/testing/factories";
import { useSimulatedPayments } from "@/lib/testing/simulated-payments";
import { findPurchase } from "../find-purchase";
import { readUnfinished } from "../internal/sweep-progress";
import { startPurchase } from "../start-purchase";
import { checkPurchases } from "./check-purchases";
import { closeDeleted } from "./close-deleted";
import { refundUnmatched } from "./refund-unmatched";
import { sweepEvents } from "./sweep-events";
import { sweepPayments } from "./sweep-payments";

const simulated = useSimulatedPayments();
beforeEach(async () => {
  await sqlPool().query("delete from stripe_sweeps");
});

const nothingSwept = { payments: 0, changed: 0, unmatched: 0, failed: 0, isComplete: true };
const ten = parseDollars("10") ?? 0n;
const soon = () => new Date(Date.now() + 60_000);
const inTwoHours = () => new Date(Date.now() + 2 * 3_600_000);

const control: typeof simulated.control = (action, body) => simulated.control(action, body);
/** A purchase of $10.00 that was paid, and of which no event arrived. */
const paid = () => simulated.pay();

async function balanceOf({ workspaceId }: Actor) {
  return (await getBalance(workspaceId)).balanceNanos;
}

describe("lost webhooks", () => {
  it("of every kind are found in Stripe's list of events, once", async () => {
    const { actor, purchaseId, charge } = await paid();
    expect((await sweepEvents(soon)).found).toBeGreaterThan(0);
    expect(await findPurchase(actor, purchaseId)).toMatchObject({ state: "credited", method: "visa 4242" });
    expect(await balanceOf(actor)).toBe(ten);
    expect(await sweepEvents(soon)).toEqual({ found: 0, isComplete: true });

    const refund = await control("refund", { charge, amount: 400 });
    await sweepEvents(soon);
    expect(await balanceOf(actor)).toBe(6_000_000_000n);
    await control("fail_refund", { refund: refund["id"] });
    await sweepEvents(soon);
    expect(await balanceOf(actor)).toBe(ten);

    const dispute = await control("dispute", { charge });
    await sweepEvents(soon);
    expect(await balanceOf(actor)).toBe(0n);
    await control("close_dispute", { dispute: dispute["id"], status: "won" });
    await sweepEvents(soon);
    expect(await balanceOf(actor)).toBe(ten);
    expect(
      await db().stripeEvent.count({ where: { source: "sweep", outcome: { in: ["failing", "dead"] } } }),
    ).toBe(0);
  });

  it("are found later when Stripe does not list its events now, and progress is kept", async () => {
    const { actor } = await paid();
    await control("fault", { method: "GET", path: "/v1/events", status: 500, times: 1 });
    expect(await sweepEvents(soon)).toEqual({ found: 0, isComplete: false });
    expect(await db().stripeSweep.count()).toBe(0);
    await sweepEvents(soon);
    expect(await balanceOf(actor)).toBe(ten);
    expect(await db().stripeSweep.count()).toBe(1);
  });

  it("are found on a day with more events than one span may have, in several runs", async () => {
    const purchases: Awaited<ReturnType<typeof paid>>[] = [];
    vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true });
    try {
      const start = Date.now();
      for (const minutes of [30, 20, 10]) {
        vi.setSystemTime(start - minutes * 60_000);
        purchases.push(...(await Promise.all(Array.from({ length: 12 }, paid))));
      }
    } finally {
      vi.useRealTimers();
    }
    const progress = async () => (await readUnfinished("events"))?.getTime();
    // Each span may have a hundred events, and a run ends after one of them.
    const limits = { pagesMax: 1, spanPagesMax: 1 };
    const now = new Date(Date.now() + 60_000);
    let runs = 0;
    for (let isComplete = false; !isComplete; runs += 1) {
      const before = (await progress()) ?? 0;
      ({ isComplete } = await sweepEvents(() => now, limits));
      if (!isComplete) expect(await progress()).toBeGreaterThan(before);
    }
    expect(runs).toBeGreaterThan(1);
    for (const { actor } of purchases) expect(await balanceOf(actor)).toBe(ten);
  });

  it("are also repaired by the daily comparison of payments, refunds and disputes alone", async () => {
    const [first, second, third] = [await paid(), await paid(), await paid()];
    await control("refund", { charge: first.charge, amount: 400 });
    const failed = await control("refund", { charge: second.charge, amount: 400 });
    await control("dispute", { charge: third.charge });
    expect(await sweepPayments(inTwoHours)).toMatchObject({ unmatched: 0 });
    expect(await balanceOf(first.actor)).toBe(6_000_000_000n);
    expect(await balanceOf(second.actor)).toBe(6_000_000_000n);
    expect(await balanceOf(third.actor)).toBe(0n);
    // Within a day it does nothing.
    await control("fail_refund", { refund: failed["id"] });
    expect(await sweepPayments(inTwoHours)).toEqual(nothingSwept);
    expect(await sweepPayments(() => new Date(Date.now() + 27 * 3_600_000))).toMatchObject({ changed: 1 });
    expect(await balanceOf(second.actor)).toBe(ten);
    expect(await balanceOf(first.actor)).toBe(6_000_000_000n);
  });

  it("refunds and disputes made before the poller looks are taken back with the credit", async () => {
    const { actor, charge, purchaseId } = await paid();
    await control("refund", { charge, amount: 400 });
    await checkPurchases(soon);
    expect(await findPurchase(actor, purchaseId)).toMatchObject({
      state: "credited",
      reversedNanos: 4_000_000_000n,
    });
    const refunds = await db().purchaseRefund.findMany({ where: { purchaseId } });
    expect(refunds).toMatchObject([{ amountCents: 400, status: "succeeded" }]);
    expect(await balanceOf(actor)).toBe(6_000_000_000n);
  });
});

describe("payments that no purchase knows", () => {
  it("are held for review by the event and by the daily comparison, once", async () => {
    const { workspaceId, customer } = await paid();
    await control("pay", { customer, amount: 2_500 });
    await sweepEvents(soon);
    await sweepPayments(inTwoHours);
    expect(await db().unmatchedPayment.findMany({ where: { workspaceId } })).toMatchObject([
      { amountCents: 2_500, currency: "usd", reason: "unknown_purchase", state: "held" },
    ]);
  });
});

describe("after an account is deleted", () => {
  it("its open page expires, a payment that arrives all the same is refunded, and the customer is gone", async () => {
    const late = await paid();
    const open = await startPurchase(late.actor, { creditsNanos: ten });
    if (!open.ok) throw new Error(open.code);
    await db().workspace.update({ where: { id: late.workspaceId }, data: { deletedAt: new Date() } });
    // The paid page cannot expire and the unpaid one does; the customer stays until both are decided.
    expect(await closeDeleted()).toEqual({ expired: 1, customers: 0, failed: 0 });
    await checkPurchases(soon);
    expect(await balanceOf(late.actor)).toBe(0n);
    expect(await refundUnmatched()).toEqual({ refunded: 1, failed: 0 });
    expect(await refundUnmatched()).toEqual({ refunded: 0, failed: 0 });
    const refunds = await simulated.stripe.refunds.list({ payment_intent: late.intent });
    expect(refunds.data.map(({ amount }) => amount)).toEqual([1_080]);
    await sqlPool().query("update stripe_customers set next_close_at = now()");
    expect(await closeDeleted()).toEqual({ expired: 0, customers: 1, failed: 0 });
    expect(await simulated.stripe.customers.retrieve(late.customer)).toMatchObject({ deleted: true });
    await sweepEvents(soon);
    expect(await balanceOf(late.actor)).toBe(0n);
  });
});

describe("one buyer's thousand open pages", () => {
  it("delay no one else's credits", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const createdAt = new Date(Date.now() - 3_600_000);
    await db().purchase.createMany({
      data: Array.from({ length: 1_000 }, (_, index) => ({
        id: `0199a3c0-0000-7000-8000-${String(index).padStart(12, "0")}`,
        workspaceId,
        userId: actor.userId,
        creditsNanos: ten,
        feeNanos: 800_000_000n,
        totalCents: 1_080,
        checkoutSessionId: `cs_test_many_${index}`,
        createdAt,
        nextCheckAt: createdAt,
      })),
    });
    const other = await paid();
    expect(await checkPurchases(soon)).toMatchObject({ checked: 50 });
    expect(await balanceOf(other.actor)).toBe(ten);
  });
});

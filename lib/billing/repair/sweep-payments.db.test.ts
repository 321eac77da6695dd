import { beforeEach, describe, expect, it } from "vitest";
import { db, sqlPool } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { useSimulatedPayments } from "@/lib/testing/simulated-payments";
import { checkPurchases } from "./check-purchases";
import { sweepPayments } from "./sweep-payments";

const simulated = useSimulatedPayments();
beforeEach(async () => {
  await sqlPool().query("delete from stripe_sweeps");
});

const soon = () => new Date(Date.now() + 60_000);
const hoursLater = (hours: number) => new Date(Date.now() + hours * 3_600_000);

const control: typeof simulated.control = (action, body) => simulated.control(action, body);
const fail = (path: string, times = 1) => control("fault", { method: "GET", path, status: 500, times });
/** Whether a fault that was set has met a request; it is taken away. */
async function wasAsked(path: string): Promise<boolean> {
  return simulated.stripe.rawRequest("GET", path, {}, { maxNetworkRetries: 0 }).then(
    () => true,
    () => false,
  );
}

async function credited() {
  const purchase = await simulated.pay();
  await checkPurchases(soon);
  return purchase;
}

async function balanceOf(workspaceId: string) {
  return (await getBalance(workspaceId)).balanceNanos;
}

describe("a comparison that does not get to the end", () => {
  it("says so, and the next run continues with the list that Stripe did not return", async () => {
    const { workspaceId, charge } = await credited();
    await control("refund", { charge, amount: 400 });
    const now = hoursLater(2);
    await fail("/v1/refunds");
    expect(await sweepPayments(() => now)).toMatchObject({ isComplete: false, failed: 0 });
    expect(await balanceOf(workspaceId)).toBe(10_000_000_000n);
    // Payments and disputes were read: Stripe is not asked about them again.
    await fail("/v1/payment_intents");
    await fail("/v1/disputes");
    expect(await sweepPayments(() => now)).toMatchObject({ isComplete: true, payments: 0, changed: 1 });
    expect(await balanceOf(workspaceId)).toBe(6_000_000_000n);
    expect([await wasAsked("/v1/payment_intents"), await wasAsked("/v1/disputes")]).toEqual([false, false]);
    // Now it is complete for a day.
    expect(await sweepPayments(() => hoursLater(3))).toMatchObject({ payments: 0, isComplete: true });
    expect(await sweepPayments(() => hoursLater(27))).toMatchObject({ isComplete: true });
    const names = await db().stripeSweep.findMany({ select: { name: true } });
    expect(names).toEqual([{ name: "payments" }]);
  });

  it("continues after the pages that one run may read", async () => {
    const now = hoursLater(2);
    let runs = 0;
    let payments = 0;
    for (let isComplete = false; !isComplete; runs += 1) {
      const swept = await sweepPayments(() => now, { pagesMax: 1 });
      payments += swept.payments;
      ({ isComplete } = swept);
      expect(runs).toBeLessThan(10);
    }
    expect(runs).toBeGreaterThan(1);
    expect(payments).toBe(1);
  });

  it("compares what could not be applied again after an hour", async () => {
    const good = await credited();
    const bad = await credited();
    const [refund] = [await control("refund", { charge: bad.charge, amount: 100 })];
    await control("refund", { charge: good.charge, amount: 400 });
    // A refund that is stored as another purchase's can never be applied to this one.
    const { purchaseId, workspaceId } = good;
    const stored = { purchaseId, workspaceId, amountCents: 0, status: "pending" };
    await db().purchaseRefund.create({ data: { id: String(refund["id"]), ...stored }, select: { id: true } });
    expect(await sweepPayments(() => hoursLater(2))).toMatchObject({ failed: 1, isComplete: false });
    expect(await balanceOf(good.workspaceId)).toBe(6_000_000_000n);
    expect(await sweepPayments(() => hoursLater(2.5))).toMatchObject({ failed: 0, payments: 0 });
    await db().purchaseRefund.delete({ where: { id: String(refund["id"]) }, select: { id: true } });
    expect(await sweepPayments(() => hoursLater(3.5))).toMatchObject({ failed: 0, isComplete: true });
    expect(await balanceOf(bad.workspaceId)).toBe(9_000_000_000n);
  });
});

describe("payments of something else in the Stripe account", () => {
  it("are asked about once, however often their refunds are listed", async () => {
    const foreign = await control("pay", { amount: 5_000 });
    await control("refund", { charge: foreign["latest_charge"], amount: 100 });
    await control("refund", { charge: foreign["latest_charge"], amount: 200 });
    expect(await sweepPayments(() => hoursLater(2))).toMatchObject({ isComplete: true, unmatched: 0 });
    const path = `/v1/payment_intents/${String(foreign["id"])}`;
    await fail(path);
    expect(await sweepPayments(() => hoursLater(27))).toMatchObject({ isComplete: true });
    expect(await wasAsked(path)).toBe(false);
  });
});

describe("a payment that no purchase can take", () => {
  it("is recorded with Stripe's time, and compared no more", async () => {
    const { customer, workspaceId } = await credited();
    const { id } = await control("pay", { customer, amount: 2_500 });
    const { created } = await simulated.stripe.paymentIntents.retrieve(String(id));
    expect(await sweepPayments(() => hoursLater(2))).toMatchObject({ unmatched: 1 });
    const [row] = await db().unmatchedPayment.findMany({ where: { workspaceId } });
    expect(Math.abs((row?.paidAt.getTime() ?? 0) - created * 1_000)).toBeLessThan(5_000);
    expect(row?.paidAt.getMilliseconds()).toBe(0);
    expect(await sweepPayments(() => hoursLater(27))).toMatchObject({ unmatched: 0, changed: 0 });
  });
});

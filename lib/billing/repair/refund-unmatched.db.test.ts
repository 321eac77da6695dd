import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { useSimulatedPayments } from "@/lib/testing/simulated-payments";
import { countTrouble } from "@/lib/operator/count-trouble";
import { listUnmatched } from "@/lib/operator/list-unmatched";
import { checkPurchases } from "./check-purchases";
import { decideUnmatched } from "./decide-unmatched";
import { refundUnmatched } from "./refund-unmatched";
import { sweepEvents } from "./sweep-events";
import { sweepPayments } from "./sweep-payments";

const simulated = useSimulatedPayments();
beforeEach(async () => {
  await sqlPool().query("delete from unmatched_payments; delete from stripe_sweeps");
});

const soon = () => new Date(Date.now() + 60_000);
const operator = { userId: randomUUID() };

async function toRefund(paymentIntentId: string, foundAt = new Date()): Promise<string> {
  const paid = { amountCents: 2_500, currency: "usd", paidAt: foundAt };
  await db().unmatchedPayment.create({
    data: { paymentIntentId, ...paid, reason: "unknown_purchase", state: "refunding", foundAt },
    select: { state: true },
  });
  return paymentIntentId;
}

/** A payment that Stripe can refund. */
async function payment(): Promise<string> {
  return String((await simulated.control("pay", { amount: 2_500 }))["id"]);
}

const read = (paymentIntentId: string) =>
  db().unmatchedPayment.findUniqueOrThrow({ where: { paymentIntentId } });

/** Lets time pass for everything that waits. */
const makeDue = () => sqlPool().query("update unmatched_payments set next_try_at = now()");

async function minutesToNext(paymentIntentId: string): Promise<number> {
  const { rows } = await sqlPool().query<{ minutes: number }>(
    `select round(extract(epoch from next_try_at - now()) / 60)::int as minutes from unmatched_payments
      where payment_intent_id = $1`,
    [paymentIntentId],
  );
  return rows[0]?.minutes ?? -1;
}

describe("a refund that Stripe rejects", () => {
  it("is repeated at growing distances, with its error in a word", async () => {
    const id = await toRefund("pi_stripe_has_no_such_payment");
    const minutes: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await refundUnmatched()).toEqual({ refunded: 0, failed: 1 });
      // Not due yet.
      expect(await refundUnmatched()).toEqual({ refunded: 0, failed: 0 });
      minutes.push(await minutesToNext(id));
      await makeDue();
    }
    expect(minutes).toEqual([1, 4, 16, 64, 256]);
    expect(await read(id)).toMatchObject({ state: "refunding", attempts: 5, error: "payment_unknown" });
  });

  it("holds up no other, however many there are", async () => {
    const longAgo = new Date(Date.now() - 86_400_000);
    for (let index = 0; index < 60; index += 1) await toRefund(`pi_refused_${index}`, longAgo);
    const good = await toRefund(await payment());
    expect(await refundUnmatched()).toEqual({ refunded: 0, failed: 50 });
    expect(await refundUnmatched()).toEqual({ refunded: 1, failed: 10 });
    expect(await read(good)).toMatchObject({ state: "refunded", refundId: expect.stringMatching(/^re_/) });
  });

  it("succeeds once Stripe makes it, although Stripe repeats rejections under the same key", async () => {
    const id = await toRefund(await payment());
    await simulated.control("fault", { method: "POST", path: "/v1/refunds", status: 400, times: 1 });
    expect(await refundUnmatched()).toEqual({ refunded: 0, failed: 1 });
    expect((await read(id)).error).toBe("rejected");
    await makeDue();
    expect(await refundUnmatched()).toEqual({ refunded: 1, failed: 0 });
    expect(await read(id)).toMatchObject({ state: "refunded", error: null, closedAt: expect.any(Date) });
  });

  it("is made once when its response was lost", async () => {
    const id = await toRefund(await payment());
    const fault = { method: "POST", path: "/v1/refunds", status: 500, after: true, times: 1 };
    await simulated.control("fault", fault);
    expect(await refundUnmatched()).toEqual({ refunded: 0, failed: 1 });
    expect((await read(id)).error).toBe("no_response");
    await makeDue();
    expect(await refundUnmatched()).toEqual({ refunded: 1, failed: 0 });
    const made = await simulated.stripe.refunds.list({ payment_intent: id });
    expect(made.data.map(({ amount }) => amount)).toEqual([2_500]);
    expect((await read(id)).refundId).toBe(made.data[0]?.id);
  });
});

describe("a refund that was made", () => {
  /** Refunded, and then returned by the bank. The events about that are still at Stripe. */
  async function returned() {
    const id = await toRefund(await payment());
    expect(await refundUnmatched()).toEqual({ refunded: 1, failed: 0 });
    const { refundId } = await read(id);
    await simulated.control("fail_refund", { refund: refundId });
    return { id, refundId };
  }

  it("and fails weeks later puts the payment back to review, and can be tried again", async () => {
    const { id, refundId } = await returned();
    await sweepEvents(soon);
    const reopened = { state: "held", error: "refund_failed", refundId: null, closedAt: null };
    expect(await read(id)).toMatchObject(reopened);
    expect((await listUnmatched()).map((row) => [row.id, row.state, row.error])).toEqual([
      [id, "held", "refund_failed"],
    ]);
    expect(await countTrouble()).toBe(1);
    expect(await decideUnmatched(operator, id, { kind: "refund" })).toBe(true);
    expect(await refundUnmatched()).toEqual({ refunded: 1, failed: 0 });
    // What was said about the first refund says nothing about the second.
    await sqlPool().query("delete from stripe_events; delete from stripe_sweeps");
    await sweepEvents(soon);
    const again = await read(id);
    expect(again).toMatchObject({ state: "refunded", error: null, attempts: 2 });
    expect(again.refundId).not.toBe(refundId);
  });

  it("and fails is found by the daily comparison when its events were lost", async () => {
    const { id } = await returned();
    await sweepPayments(() => new Date(Date.now() + 2 * 3_600_000));
    expect(await read(id)).toMatchObject({ state: "held", error: "refund_failed" });
  });

  it("and fails although its payment names a purchase that has another payment", async () => {
    const paid = await simulated.pay();
    await checkPurchases(soon);
    const metadata = { purchase_id: paid.purchaseId, workspace_id: paid.workspaceId };
    const second = await simulated.control("pay", { amount: 2_500, customer: paid.customer, metadata });
    const id = await toRefund(String(second["id"]));
    await refundUnmatched();
    await simulated.control("fail_refund", { refund: (await read(id)).refundId });
    await sweepEvents(soon);
    expect(await read(id)).toMatchObject({ state: "held", error: "refund_failed" });
    expect(await db().purchase.findUniqueOrThrow({ where: { id: paid.purchaseId } })).toMatchObject({
      state: "credited",
      refundedCents: 0,
    });
  });

  it("and fails before its response arrives, or at once, is no refund", async () => {
    const id = await toRefund(await payment());
    const fault = { method: "POST", path: "/v1/refunds", delay: 1_500, after: true, times: 1 };
    await simulated.control("fault", fault);
    const running = refundUnmatched();
    const made = await vi.waitUntil(
      async () => (await simulated.stripe.refunds.list({ payment_intent: id })).data[0],
      { interval: 20, timeout: 5_000 },
    );
    await simulated.control("fail_refund", { refund: made.id });
    await sweepEvents(soon);
    expect(await running).toEqual({ refunded: 0, failed: 1 });
    expect(await read(id)).toMatchObject({ state: "held", error: "refund_failed", failedRefundId: made.id });
  });

  it("and an operator closed meanwhile stays as it was decided when it fails", async () => {
    const { id } = await returned();
    await sweepEvents(soon);
    expect(await decideUnmatched(operator, id, { kind: "close", note: "By bank transfer" })).toBe(true);
    await sqlPool().query("delete from stripe_events; delete from stripe_sweeps");
    await sweepEvents(soon);
    await sweepPayments(() => new Date(Date.now() + 2 * 3_600_000));
    expect(await read(id)).toMatchObject({ state: "resolved", note: "By bank transfer" });
  });
});

describe("operators at the same time", () => {
  const at = <Value>(count: number, run: (index: number) => Promise<Value>) =>
    Promise.all(Array.from({ length: count }, (_, index) => run(index)));

  it("who refund and close one payment get one decision, and it is refunded at most once", async () => {
    for (let round = 0; round < 5; round += 1) {
      const paymentIntentId = await payment();
      await db().unmatchedPayment.create({
        data: {
          ...{ paymentIntentId, amountCents: 2_500, currency: "usd" },
          ...{ paidAt: new Date(), reason: "unknown_purchase" },
        },
        select: { state: true },
      });
      const decisions = await at(8, (index) =>
        decideUnmatched(
          { userId: randomUUID() },
          paymentIntentId,
          index % 2 === 0 ? { kind: "refund" } : { kind: "close", note: "Granted" },
        ),
      );
      const runs = await at(4, () => refundUnmatched());
      const { state } = await read(paymentIntentId);
      const refunds = await simulated.stripe.refunds.list({ payment_intent: paymentIntentId });
      const made = runs.reduce((sum, { refunded }) => sum + refunded, 0);
      // A refund that was not made yet may still be closed, and nothing may be decided after that.
      const decided = decisions.filter(Boolean).length;
      expect(decided).toBeGreaterThanOrEqual(1);
      expect(decided).toBeLessThanOrEqual(2);
      expect(refunds.data).toHaveLength(state === "refunded" ? 1 : 0);
      expect(made).toBe(refunds.data.length);
      expect(["refunded", "resolved"]).toContain(state);
    }
  });

  it("a decision during the refund's request does not hide that the money went back", async () => {
    const id = await toRefund(await payment());
    const fault = { method: "POST", path: "/v1/refunds", delay: 1_000, after: true, times: 1 };
    await simulated.control("fault", fault);
    const running = refundUnmatched();
    await vi.waitUntil(
      async () => (await simulated.stripe.refunds.list({ payment_intent: id })).data.length === 1,
      { interval: 20, timeout: 5_000 },
    );
    expect(await decideUnmatched(operator, id, { kind: "close", note: "Kept" })).toBe(true);
    expect(await running).toEqual({ refunded: 1, failed: 0 });
    expect(await read(id)).toMatchObject({ state: "refunded" });
  });
});

describe("an operator", () => {
  it("ends a refund that fails, and it is not tried again", async () => {
    const id = await toRefund("pi_refused");
    await refundUnmatched();
    expect(await decideUnmatched(operator, id, { kind: "close", note: "Kept: a fee" })).toBe(true);
    await makeDue();
    expect(await refundUnmatched()).toEqual({ refunded: 0, failed: 0 });
    expect(await read(id)).toMatchObject({
      state: "resolved",
      note: "Kept: a fee",
      closedBy: operator.userId,
      attempts: 1,
    });
    expect(await decideUnmatched(operator, id, { kind: "refund" })).toBe(false);
  });

  it("has a failed refund tried again at once", async () => {
    const id = await toRefund(await payment());
    await simulated.control("fault", { method: "POST", path: "/v1/refunds", status: 400, times: 1 });
    // There is nothing to decide about a refund in progress.
    expect(await decideUnmatched(operator, id, { kind: "refund" })).toBe(false);
    await refundUnmatched();
    expect(await decideUnmatched(operator, id, { kind: "refund" })).toBe(true);
    expect(await refundUnmatched()).toEqual({ refunded: 1, failed: 0 });
  });

  it("who closes a payment while a run is about to refund it prevents the refund", async () => {
    const id = await toRefund(await payment());
    let running: ReturnType<typeof refundUnmatched> | undefined;
    await sqlTransaction(async (client) => {
      await client.query("update unmatched_payments set state = 'resolved' where payment_intent_id = $1", [
        id,
      ]);
      running = refundUnmatched();
      // It has read the payment as it was.
      await untilWaitingForLock();
    });
    expect(await running).toEqual({ refunded: 0, failed: 0 });
    expect(await read(id)).toMatchObject({ state: "resolved", refundId: null, attempts: 0 });
    expect((await simulated.stripe.refunds.list({ payment_intent: id })).data).toEqual([]);
  });
});

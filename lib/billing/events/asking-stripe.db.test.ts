import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { testDatabase } from "@/lib/testing/database";
import { simulatedPayments } from "@/lib/testing/simulated-payments";
import { openPurchase, stripeEvent } from "@/lib/testing/stripe-events";
import { applyDueEvents } from "./apply-events";
import { receiveEvent } from "./receive-event";

let simulated: Awaited<ReturnType<typeof simulatedPayments>>;

beforeAll(async () => {
  await testDatabase();
  simulated = await simulatedPayments();
});
afterAll(async () => {
  await simulated.stop();
  await closeDb();
});

/** A refund of a payment that is not known here. */
const refundOf = (paymentIntentId: string) =>
  stripeEvent("refund.created", {
    id: `re_${paymentIntentId}`,
    object: "refund",
    amount: 100,
    status: "succeeded",
    payment_intent: paymentIntentId,
  });

const asked = { method: "GET", path: "/v1/payment_intents" };
const readEvent = (id: string) => db().stripeEvent.findUniqueOrThrow({ where: { id } });

describe("refunds about whose payment Stripe has to be asked", () => {
  it("delay no payment, and are asked about in bounded numbers", async () => {
    for (let index = 0; index < 60; index += 1)
      await receiveEvent(refundOf(`pi_not_here_${index}`), "webhook");
    const { workspaceId, events } = await openPurchase();
    const payment = events.completed();
    await receiveEvent(payment, "webhook");
    const delay = 150;
    await simulated.control("fault", { ...asked, delay, times: 50 });
    expect(await applyDueEvents()).toEqual({ applied: 1, ignored: 50, failed: 0 });
    expect((await getBalance(workspaceId)).balanceNanos).toBe(10_000_000_000n);
    const ignored = await db().stripeEvent.findFirstOrThrow({ where: { outcome: "ignored" } });
    const waited =
      (ignored.processedAt?.getTime() ?? 0) - ((await readEvent(payment.id)).processedAt?.getTime() ?? 0);
    expect(waited).toBeGreaterThanOrEqual(delay);
    // The other ten had no attempt; they are due again in a moment.
    const waiting = await db().stripeEvent.findMany({ where: { outcome: "received" } });
    expect(waiting.map(({ attempts, error }) => [attempts, error])).toEqual(Array(10).fill([0, null]));
    expect(waiting.every(({ nextTryAt }) => nextTryAt !== null)).toBe(true);
    await db().stripeEvent.deleteMany({ where: { outcome: "received" } });
  });

  it("are tried again when Stripe does not respond, and located when it does", async () => {
    const { intent, actor } = await simulated.pay();
    const refund = refundOf(intent);
    await simulated.control("fault", { ...asked, status: 500, times: 1 });
    await receiveEvent(refund, "webhook");
    expect(await applyDueEvents()).toMatchObject({ failed: 1 });
    expect(await readEvent(refund.id)).toMatchObject({ outcome: "failing", attempts: 1 });
    await receiveEvent(refund, "webhook");
    expect(await applyDueEvents()).toMatchObject({ applied: 1, failed: 0 });
    const where = { workspaceId: actor.workspaceId };
    expect(await db().purchaseRefund.count({ where })).toBe(1);
  });

  it("of something else are asked about once", async () => {
    const { id } = await simulated.control("pay", { amount: 5_000 });
    await receiveEvent(refundOf(String(id)), "webhook");
    expect(await applyDueEvents()).toMatchObject({ ignored: 1 });
    await simulated.control("fault", { ...asked, status: 500, times: 1 });
    await receiveEvent(
      stripeEvent("charge.dispute.created", {
        id: "dp_foreign",
        object: "dispute",
        amount: 5_000,
        status: "needs_response",
        payment_intent: id,
      }),
      "webhook",
    );
    expect(await applyDueEvents()).toMatchObject({ ignored: 1, failed: 0 });
    await expect(
      simulated.stripe.paymentIntents.retrieve(String(id), {}, { maxNetworkRetries: 0 }),
    ).rejects.toThrow();
  });
});

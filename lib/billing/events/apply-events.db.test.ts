import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { listUnmatched } from "@/lib/operator/list-unmatched";
import { testDatabase } from "@/lib/testing/database";
import {
  applyStripeEvent,
  applyStripeEvents,
  eventsOf,
  netDebits,
  openPurchase,
  stripeEvent,
} from "@/lib/testing/stripe-events";

const tenDollars = 10_000_000_000n;

beforeAll(testDatabase);
afterAll(closeDb);

function readPurchase(id: string) {
  return db().purchase.findUniqueOrThrow({ where: { id } });
}

describe("one payment", () => {
  it("is credited once by 200 deliveries of all its events, in any order, 16 at a time", async () => {
    const { workspaceId, purchase, events } = await openPurchase();
    const kinds = [
      events.completed(),
      events.asyncSucceeded(),
      events.intentSucceeded(),
      events.completedUnpaid(),
      events.intentProcessing(),
      events.asyncFailed(),
      events.expired(),
      events.chargeSucceeded(),
      events.chargeUpdated(),
      events.intentDeclined(),
    ];
    const deliveries = Array.from(
      { length: 200 },
      (_, index) => kinds[index % kinds.length] ?? events.completed(),
    );
    const [shuffled = []] = fc.sample(fc.shuffledSubarray(deliveries, { minLength: 200 }), 1);
    const queue = [...shuffled];
    const work = async () => {
      for (let event = queue.pop(); event; event = queue.pop()) await applyStripeEvent(event);
    };
    await Promise.all(Array.from({ length: 16 }, work));
    const balance = await getBalance(workspaceId);
    expect(balance.balanceNanos).toBe(tenDollars);
    expect(balance.purchasedNanos).toBe(tenDollars);
    expect(await netDebits(workspaceId, "stripe_clearing")).toBe(10_800_000_000n);
    expect(await netDebits(workspaceId, "purchase_fees")).toBe(-800_000_000n);
    expect(await db().transfer.count({ where: { workspaceId } })).toBe(2);
    expect(await readPurchase(purchase.purchaseId)).toMatchObject({
      state: "credited",
      method: "visa 4242",
      receiptUrl: `https://pay.example.test/receipts/${purchase.chargeId}`,
      failureCode: null,
    });
  });

  it("ends in the same state for every order of its events, including refunds and disputes", async () => {
    const orders = fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), {
      numRuns: 20,
      seed: 7,
    });
    for (const order of orders) {
      const { workspaceId, purchase, events } = await openPurchase();
      // The intent's id is known from the first event on, as when the poller runs or Stripe is asked.
      await db().purchase.update({
        where: { id: purchase.purchaseId },
        data: { paymentIntentId: purchase.paymentIntentId },
      });
      const all = [
        events.completedUnpaid(),
        events.asyncSucceeded(),
        events.asyncFailed(),
        events.expired(),
        events.intentSucceeded(),
        events.refunded(300),
        events.disputeCreated(),
        events.disputeClosed("won"),
      ];
      await applyStripeEvents(order.flatMap((index) => all[index] ?? []));
      expect((await getBalance(workspaceId)).balanceNanos, `order ${order.join()}`).toBe(7_000_000_000n);
      expect(await netDebits(workspaceId, "stripe_clearing")).toBe(7_800_000_000n);
      expect((await readPurchase(purchase.purchaseId)).reversedNanos).toBe(3_000_000_000n);
    }
  });

  it("is pending while an asynchronous method has not succeeded, then credited or failed", async () => {
    const first = await openPurchase();
    await applyStripeEvent(first.events.completedUnpaid());
    expect((await readPurchase(first.purchase.purchaseId)).state).toBe("pending");
    expect((await getBalance(first.workspaceId)).balanceNanos).toBe(0n);
    await applyStripeEvent(first.events.asyncSucceeded());
    expect((await readPurchase(first.purchase.purchaseId)).state).toBe("credited");

    const second = await openPurchase();
    await applyStripeEvents([
      second.events.completedUnpaid(),
      second.events.asyncFailed(),
      second.events.completedUnpaid(),
    ]);
    expect((await readPurchase(second.purchase.purchaseId)).state).toBe("failed");
    expect((await getBalance(second.workspaceId)).balanceNanos).toBe(0n);
  });

  it("a declined card leaves the purchase open, and a second card pays it", async () => {
    const { workspaceId, purchase, events } = await openPurchase();
    await applyStripeEvent(events.intentDeclined());
    expect(await readPurchase(purchase.purchaseId)).toMatchObject({
      state: "open",
      failureCode: "generic_decline",
    });
    await applyStripeEvent(events.intentSucceeded());
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
  });

  it("queues one receipt, to the buyer", async () => {
    const { email, events } = await openPurchase();
    await applyStripeEvents([events.completed(), events.intentSucceeded(), events.completed()]);
    const mails = await db().outboxMail.findMany({ where: { recipient: email } });
    expect(mails.map((mail) => mail.kind)).toEqual(["receipt"]);
    expect(mails[0]?.text).toContain("$10.80");
  });
});

describe("events that do not match", () => {
  it("another amount or currency credits nothing, is recorded, and is not delivered again", async () => {
    for (const [change, failureCode] of [
      [{ amount_received: 1079 }, "amount_mismatch"],
      [{ amount_received: 1_080_000 }, "amount_mismatch"],
      [{ currency: "jpy" }, "currency_mismatch"],
    ] as const) {
      const { workspaceId, purchase, events } = await openPurchase();
      expect(await applyStripeEvent(events.intentSucceeded(change))).toEqual({ outcome: "applied" });
      expect(await readPurchase(purchase.purchaseId)).toMatchObject({ state: "failed", failureCode });
      expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
      // The operator decides about the money.
      await applyStripeEvent(events.intentSucceeded(change));
      expect((await listUnmatched()).filter((row) => row.workspaceId === workspaceId)).toMatchObject([
        { id: purchase.paymentIntentId, reason: failureCode, state: "held" },
      ]);
    }
  });

  it("a payment that its purchase takes after all needs no decision anymore", async () => {
    const { workspaceId, events } = await openPurchase();
    await applyStripeEvent(events.intentSucceeded({ currency: "jpy" }));
    expect(await db().unmatchedPayment.count({ where: { workspaceId } })).toBe(1);
    await applyStripeEvent(events.completed());
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
    expect(await db().unmatchedPayment.count({ where: { workspaceId } })).toBe(0);
  });

  it("an unmatched payment was paid when Stripe says, not when it was found", async () => {
    const { workspaceId, events } = await openPurchase();
    const created = Math.floor(Date.now() / 1_000) - 86_400;
    await applyStripeEvent({ ...events.intentSucceeded({ amount_received: 5, created: 1 }), created });
    expect(await db().unmatchedPayment.findMany({ where: { workspaceId } })).toMatchObject([
      { paidAt: new Date(created * 1_000) },
    ]);
  });

  it("a second payment that names the same purchase does not pay it, and is held for review", async () => {
    const { workspaceId, purchase, events } = await openPurchase();
    await applyStripeEvent(events.intentProcessing());
    const paymentIntentId = `pi_another_${workspaceId}`;
    await applyStripeEvents([
      events.intentSucceeded({ id: paymentIntentId }),
      events.intentSucceeded({ id: paymentIntentId }),
    ]);
    expect(await db().unmatchedPayment.findMany({ where: { workspaceId } })).toMatchObject([
      { paymentIntentId, reason: "second_payment", state: "held", amountCents: 1080, currency: "usd" },
    ]);
    expect((await readPurchase(purchase.purchaseId)).state).toBe("pending");
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  });

  it("payments of others, unknown types and the other mode are ignored with success", async () => {
    const { workspaceId, events } = await openPurchase();
    const foreign = eventsOf({
      ...(await openPurchase()).purchase,
      purchaseId: "0199a3c0-0000-7000-8000-00000000dead",
      sessionId: "cs_x",
      paymentIntentId: "pi_x",
    });
    expect(await applyStripeEvent(foreign.completed())).toEqual({ outcome: "ignored" });
    expect(await applyStripeEvent(stripeEvent("customer.created", { id: "cus_1" }))).toEqual({
      outcome: "ignored",
    });
    expect(await applyStripeEvent({ ...events.completed(), livemode: true })).toEqual({ outcome: "ignored" });
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  });

  it("a payment of one of our customers that no purchase knows is held for review", async () => {
    const { workspaceId, events } = await openPurchase();
    const customerId = `cus_${workspaceId}`;
    await db().stripeCustomer.create({ data: { workspaceId, customerId } });
    const ids = { id: `pi_by_hand_${workspaceId}`, customer: customerId, metadata: {} };
    expect(await applyStripeEvent(events.intentSucceeded(ids))).toEqual({ outcome: "ignored" });
    const foreign = { id: `pi_foreign_${workspaceId}`, customer: "cus_foreign", metadata: { order: "7" } };
    expect(await applyStripeEvent(events.intentSucceeded(foreign))).toEqual({ outcome: "ignored" });
    expect(await db().unmatchedPayment.findMany({ where: { workspaceId } })).toMatchObject([
      { paymentIntentId: ids.id, reason: "unknown_purchase", state: "held" },
    ]);
    expect(await db().unmatchedPayment.count({ where: { paymentIntentId: foreign.id } })).toBe(0);
  });

  it("a payment for a deleted account is not credited, and is to be refunded", async () => {
    const { workspaceId, purchase, events } = await openPurchase();
    await db().workspace.update({ where: { id: workspaceId }, data: { deletedAt: new Date() } });
    await applyStripeEvents([events.completed(), events.intentSucceeded()]);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
    expect(await readPurchase(purchase.purchaseId)).toMatchObject({
      state: "failed",
      failureCode: "account_deleted",
    });
    expect(await db().unmatchedPayment.findMany({ where: { workspaceId } })).toMatchObject([
      { paymentIntentId: purchase.paymentIntentId, reason: "deleted_account", state: "refunding" },
    ]);
  });

  it("one tenant's payment never reaches another's wallet", async () => {
    const [one, other] = [await openPurchase(), await openPurchase()];
    await applyStripeEvents([one.events.completed(), one.events.intentSucceeded()]);
    expect((await getBalance(one.workspaceId)).balanceNanos).toBe(tenDollars);
    expect((await getBalance(other.workspaceId)).balanceNanos).toBe(0n);
    expect((await readPurchase(other.purchase.purchaseId)).state).toBe("open");
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { getUsageTotal } from "@/lib/ledger/get-usage-total";
import { testDatabase } from "@/lib/testing/database";
import { applyStripeEvent, applyStripeEvents, netDebits, openPurchase } from "@/lib/testing/stripe-events";
import { findPurchase } from "../find-purchase";

const tenDollars = 10_000_000_000n;

beforeAll(testDatabase);
afterAll(closeDb);

function readPurchase(id: string) {
  return db().purchase.findUniqueOrThrow({ where: { id } });
}

describe("refunds and disputes", () => {
  it("a refund takes back its difference once, however often it is reported", async () => {
    const { workspaceId, events } = await openPurchase();
    await applyStripeEvent(events.completed());
    await applyStripeEvents([
      events.refunded(400),
      events.refunded(400),
      events.refunded(700),
      events.refunded(400),
    ]);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(3_000_000_000n);
    await applyStripeEvents([events.refunded(1080), events.refunded(1080)]);
    const balance = await getBalance(workspaceId);
    expect([balance.balanceNanos, balance.purchasedNanos]).toEqual([0n, 0n]);
    expect(await netDebits(workspaceId, "stripe_clearing")).toBe(0n);
    expect(await netDebits(workspaceId, "purchase_fees")).toBe(0n);
  });

  it("a refund that fails weeks later returns the credits, in every order of its events", async () => {
    const orders = fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), {
      numRuns: 20,
      seed: 11,
    });
    for (const order of orders) {
      const { workspaceId, purchase, events } = await openPurchase();
      await db().purchase.update({
        where: { id: purchase.purchaseId },
        data: { paymentIntentId: purchase.paymentIntentId },
      });
      const all = [
        events.completed(),
        events.refund(1, 300, "pending"),
        events.refund(1, 300, "succeeded"),
        events.refunded(300),
        events.refund(2, 780),
        events.refunded(1080),
        events.refund(2, 780, "failed"),
      ];
      await applyStripeEvents(order.flatMap((index) => all[index] ?? []));
      expect((await getBalance(workspaceId)).balanceNanos, `order ${order.join()}`).toBe(7_000_000_000n);
      expect(await netDebits(workspaceId, "stripe_clearing")).toBe(7_800_000_000n);
      expect(await readPurchase(purchase.purchaseId)).toMatchObject({
        refundedCents: 300,
        reversedNanos: 3_000_000_000n,
      });
    }
  });

  it("a dispute may take the balance below zero; won returns everything, lost keeps it", async () => {
    const won = await openPurchase();
    await applyStripeEvent(won.events.completed());
    await sqlPool().query(
      "update wallets set debited_nanos = debited_nanos + 4000000000 where workspace_id = $1",
      [won.workspaceId],
    );
    await applyStripeEvent(won.events.disputeCreated());
    expect((await getBalance(won.workspaceId)).balanceNanos).toBe(-4_000_000_000n);
    await applyStripeEvents([
      won.events.disputeClosed("won"),
      won.events.disputeClosed("won"),
      won.events.disputeCreated(),
    ]);
    expect((await getBalance(won.workspaceId)).balanceNanos).toBe(6_000_000_000n);

    const lost = await openPurchase();
    await applyStripeEvents([
      lost.events.completed(),
      lost.events.disputeClosed("lost"),
      lost.events.disputeCreated(),
    ]);
    expect((await getBalance(lost.workspaceId)).balanceNanos).toBe(0n);
    const label = async ({ actor, purchase }: typeof lost) =>
      (await findPurchase(actor, purchase.purchaseId))?.label;
    expect([await label(won), await label(lost)]).toEqual(["credited", "dispute_lost"]);
  });

  it("a refund and a dispute that arrive before the payment are alerts once it is known", async () => {
    const { workspaceId, events } = await openPurchase();
    const alerts = async () =>
      (await db().alert.findMany({ where: { workspaceId }, orderBy: { id: "asc" } })).map(({ fact }) => fact);
    await applyStripeEvents([events.refunded(400), events.disputeCreated()]);
    expect(await alerts()).toEqual([]);
    await applyStripeEvents([events.completed(), events.completed()]);
    expect(await alerts()).toEqual([
      expect.objectContaining({ kind: "refund", amountNanos: "4000000000", status: "made" }),
      expect.objectContaining({ kind: "dispute", status: "open" }),
    ]);
    await applyStripeEvents([events.refunded(400), events.disputeCreated()]);
    expect(await alerts()).toHaveLength(2);
    await applyStripeEvent(events.refunded(500));
    expect((await alerts()).at(-1)).toMatchObject({ kind: "refund", amountNanos: "1000000000" });
  });

  it("a dispute of another purchase moves nothing and changes neither", async () => {
    const [theirs, mine] = [await openPurchase(), await openPurchase()];
    for (const { events } of [theirs, mine]) await applyStripeEvent(events.completed());
    await applyStripeEvent(mine.events.disputeCreated());
    const where = { workspaceId: mine.workspaceId };
    const { workspaceId, purchase } = theirs;
    await db().purchaseDispute.updateMany({ where, data: { workspaceId, purchaseId: purchase.purchaseId } });
    expect(await applyStripeEvent(mine.events.disputeClosed("won"))).toEqual({ outcome: "failing" });
    expect(await db().purchaseDispute.findMany({ where: { workspaceId } })).toMatchObject([
      { status: "open" },
    ]);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
  });

  it("do not raise usage: the received total falls by the amount taken back", async () => {
    const { workspaceId, events } = await openPurchase();
    await applyStripeEvents([events.completed(), events.refunded(400)]);
    expect(await getUsageTotal(workspaceId)).toEqual({ usedNanos: 0n, receivedNanos: 6_000_000_000n });
  });
});

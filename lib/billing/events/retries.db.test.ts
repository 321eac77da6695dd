import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { testDatabase } from "@/lib/testing/database";
import { applyStripeEvent, openPurchase } from "@/lib/testing/stripe-events";
import { applyDueEvents } from "./apply-events";
import { receiveEvent } from "./receive-event";
import { retryEvent } from "./retry-event";

const tenDollars = 10_000_000_000n;

beforeAll(testDatabase);
afterAll(closeDb);

function readPurchase(id: string) {
  return db().purchase.findUniqueOrThrow({ where: { id } });
}

function readEvent(id: string) {
  return db().stripeEvent.findUniqueOrThrow({ where: { id } });
}

async function makeDue(id: string): Promise<void> {
  await sqlPool().query("update stripe_events set next_try_at = now() where id = $1", [id]);
}

async function setCredited(workspaceId: string, nanos: Nanos): Promise<void> {
  await db().wallet.update({ where: { workspaceId }, data: { creditedNanos: nanos } });
}

describe("an event that cannot be applied", () => {
  it("leaves no change but its failed attempt, is retried when due, and credits once", async () => {
    const { workspaceId, purchase, events } = await openPurchase();
    const event = events.completed();
    // The wallet overflows, so that the posting fails after the event was claimed.
    await setCredited(workspaceId, 9_223_372_036_854_775_807n);
    expect(await applyStripeEvent(event)).toEqual({ outcome: "failing" });
    expect(await readEvent(event.id)).toMatchObject({ attempts: 1, purchaseId: null, processedAt: null });
    expect((await readPurchase(purchase.purchaseId)).state).toBe("open");
    await setCredited(workspaceId, 0n);
    // Not due yet.
    expect(await applyDueEvents()).toMatchObject({ applied: 0, failed: 0 });
    await makeDue(event.id);
    expect(await applyDueEvents()).toMatchObject({ applied: 1, failed: 0 });
    expect(await applyStripeEvent(event)).toEqual({ outcome: "duplicate" });
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
    expect(await readEvent(event.id)).toMatchObject({
      outcome: "applied",
      attempts: 2,
      error: null,
      purchaseId: purchase.purchaseId,
    });
  });

  it("stops no other event, not even one of the same payment", async () => {
    const poisoned = await openPurchase();
    const others = await Promise.all(Array.from({ length: 20 }, openPurchase));
    // A dispute that is stored as another purchase's can never be applied to this one.
    const [victim] = others;
    if (!victim) throw new Error("no purchase");
    await db().purchaseDispute.create({
      data: {
        id: poisoned.purchase.disputeId,
        workspaceId: victim.workspaceId,
        purchaseId: victim.purchase.purchaseId,
        amountCents: 0,
        status: "inquiry",
      },
    });
    const bad = poisoned.events.disputeCreated();
    for (const event of [
      poisoned.events.intentProcessing(),
      bad,
      poisoned.events.completed(),
      ...others.map(({ events }) => events.completed()),
    ])
      await receiveEvent(event, "webhook");
    expect(await applyDueEvents()).toMatchObject({ applied: 22, failed: 1 });
    for (const { workspaceId } of [poisoned, ...others])
      expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
    expect((await readEvent(bad.id)).outcome).toBe("failing");
  });

  it("is given up after a day, until an operator or another delivery tries it again", async () => {
    const { workspaceId, events } = await openPurchase();
    const event = events.completed();
    await setCredited(workspaceId, 9_223_372_036_854_775_807n);
    await applyStripeEvent(event);
    await sqlPool().query(
      "update stripe_events set received_at = now() - interval '25 hours', next_try_at = now() where id = $1",
      [event.id],
    );
    await applyDueEvents();
    expect(await readEvent(event.id)).toMatchObject({ outcome: "dead", attempts: 2, nextTryAt: null });
    expect(await applyDueEvents()).toMatchObject({ applied: 0 });
    // Whether it is retried by an operator or delivered again, it is tried for a day once more.
    expect(await retryEvent({ userId: workspaceId }, event.id)).toBe(true);
    await expect.poll(async () => (await readEvent(event.id)).outcome).toBe("failing");
    expect(await readEvent(event.id)).toMatchObject({ attempts: 1, nextTryAt: expect.any(Date) });
    await sqlPool().query(
      "update stripe_events set retry_since = now() - interval '25 hours' where id = $1",
      [event.id],
    );
    await makeDue(event.id);
    await applyDueEvents();
    expect((await readEvent(event.id)).outcome).toBe("dead");
    expect(await applyStripeEvent(event)).toEqual({ outcome: "failing" });
    await setCredited(workspaceId, 0n);
    expect(await retryEvent({ userId: workspaceId }, event.id)).toBe(true);
    await expect.poll(async () => (await readEvent(event.id)).outcome).toBe("applied");
    expect(await retryEvent({ userId: workspaceId }, event.id)).toBe(false);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
  });

  it("stops no other event of the round when no purchase is known either", async () => {
    const { events } = await openPurchase();
    const foreign = { metadata: { workspace_id: "0199a3c0-0000-7000-8000-00000000dead" } };
    // More than the column can hold.
    const bad = events.intentSucceeded({ ...foreign, id: "pi_too_much", amount_received: 3_000_000_000 });
    const good = events.intentSucceeded({ ...foreign, id: "pi_unknown_purchase" });
    for (const event of [bad, good]) await receiveEvent(event, "webhook");
    expect(await applyDueEvents()).toMatchObject({ ignored: 1, failed: 1 });
    expect((await readEvent(bad.id)).outcome).toBe("failing");
    const held = await db().unmatchedPayment.findMany({ where: { paymentIntentId: "pi_unknown_purchase" } });
    expect(held).toHaveLength(1);
  });

  it("is given up at once when its object is not what Stripe documents, and told to the operator", async () => {
    const { purchase, events } = await openPurchase();
    const odd = {
      ...events.intentSucceeded(),
      data: { object: { id: purchase.paymentIntentId, currency: 7 } },
    };
    expect(await applyStripeEvent(odd)).toEqual({ outcome: "dead" });
    expect(await readEvent(odd.id)).toMatchObject({
      ...{ error: "unreadable", attempts: 1, nextTryAt: null, troubledAt: expect.any(Date) },
    });
    for (const object of [null, [], "text"]) {
      const strange = { ...events.chargeSucceeded(), data: { object } };
      expect(await applyStripeEvent(strange)).toEqual({ outcome: "dead" });
    }
    // Another attempt changes nothing, and another delivery with the right object does.
    expect(await retryEvent({ userId: purchase.purchaseId }, odd.id)).toBe(true);
    await expect.poll(async () => (await readEvent(odd.id)).attempts).toBe(1);
    expect((await readEvent(odd.id)).outcome).toBe("dead");
    expect(await applyStripeEvent({ ...events.intentSucceeded(), id: odd.id })).toEqual({
      outcome: "applied",
    });
    expect((await readPurchase(purchase.purchaseId)).state).toBe("credited");
  });

  it("is applied by the next run when the process ended right after storing it", async () => {
    const { workspaceId, events } = await openPurchase();
    await receiveEvent(events.completed(), "webhook");
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
    await Promise.all([applyDueEvents(), applyDueEvents(), applyDueEvents()]);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
  });
});

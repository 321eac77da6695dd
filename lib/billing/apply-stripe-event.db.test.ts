import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { getUsageTotal } from "@/lib/ledger/get-usage-total";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createPurchase, eventsOf, stripeEvent } from "@/lib/testing/stripe-events";
import { applyStripeEvent } from "./apply-stripe-event";
import { findPurchase } from "./find-purchase";
import type { StripeEvent } from "./rules/billing-events";

const tenDollars = 10_000_000_000n;

beforeAll(testDatabase);
afterAll(closeDb);

async function setUp() {
  const workspace = await createWorkspace();
  const purchase = await createPurchase(workspace.actor);
  return { ...workspace, purchase, events: eventsOf(purchase) };
}

async function applyAll(events: readonly StripeEvent[]): Promise<void> {
  for (const event of events) await applyStripeEvent(event);
}

function readPurchase(id: string) {
  return db().purchase.findUniqueOrThrow({ where: { id } });
}

/** What an account has moved for a workspace: debits minus credits. */
async function netDebits(workspaceId: string, kind: string): Promise<Nanos> {
  const { rows } = await sqlPool().query<{ net: Nanos }>(
    `select coalesce(sum(case when a.id = t.debit_account_id then t.amount_nanos else -t.amount_nanos end), 0)::bigint as net
     from transfers t join ledger_accounts a on a.kind = $2::ledger_account_kind and a.id in (t.debit_account_id, t.credit_account_id)
     where t.workspace_id = $1`,
    [workspaceId, kind],
  );
  return rows[0]?.net ?? 0n;
}

describe("one payment", () => {
  it("is credited once by 200 deliveries of all its events, in any order, 16 at a time", async () => {
    const { workspaceId, purchase, events } = await setUp();
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
      const { workspaceId, purchase, events } = await setUp();
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
      await applyAll(order.flatMap((index) => all[index] ?? []));
      expect((await getBalance(workspaceId)).balanceNanos, `order ${order.join()}`).toBe(7_000_000_000n);
      expect(await netDebits(workspaceId, "stripe_clearing")).toBe(7_800_000_000n);
      expect((await readPurchase(purchase.purchaseId)).reversedNanos).toBe(3_000_000_000n);
    }
  });

  it("is pending while an asynchronous method has not succeeded, then credited or failed", async () => {
    const first = await setUp();
    await applyStripeEvent(first.events.completedUnpaid());
    expect((await readPurchase(first.purchase.purchaseId)).state).toBe("pending");
    expect((await getBalance(first.workspaceId)).balanceNanos).toBe(0n);
    await applyStripeEvent(first.events.asyncSucceeded());
    expect((await readPurchase(first.purchase.purchaseId)).state).toBe("credited");

    const second = await setUp();
    await applyAll([
      second.events.completedUnpaid(),
      second.events.asyncFailed(),
      second.events.completedUnpaid(),
    ]);
    expect((await readPurchase(second.purchase.purchaseId)).state).toBe("failed");
    expect((await getBalance(second.workspaceId)).balanceNanos).toBe(0n);
  });

  it("a declined card leaves the purchase open, and a second card pays it", async () => {
    const { workspaceId, purchase, events } = await setUp();
    await applyStripeEvent(events.intentDeclined());
    expect(await readPurchase(purchase.purchaseId)).toMatchObject({
      state: "open",
      failureCode: "generic_decline",
    });
    await applyStripeEvent(events.intentSucceeded());
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
  });

  it("queues one receipt, to the buyer", async () => {
    const { email, events } = await setUp();
    await applyAll([events.completed(), events.intentSucceeded(), events.completed()]);
    const mails = await db().outboxMail.findMany({ where: { recipient: email } });
    expect(mails.map((mail) => mail.kind)).toEqual(["receipt"]);
    expect(mails[0]?.text).toContain("$10.80");
  });
});

describe("a failure midway", () => {
  it("leaves no change, so that the next delivery credits", async () => {
    const { workspaceId, purchase, events } = await setUp();
    const event = events.completed();
    // The wallet overflows, so that the posting fails after the event was claimed.
    await sqlPool().query("update wallets set credited_nanos = 9223372036854775807 where workspace_id = $1", [
      workspaceId,
    ]);
    await expect(applyStripeEvent(event)).rejects.toThrow();
    expect(await db().stripeEvent.findUnique({ where: { id: event.id } })).toBeNull();
    expect((await readPurchase(purchase.purchaseId)).state).toBe("open");
    await sqlPool().query("update wallets set credited_nanos = 0 where workspace_id = $1", [workspaceId]);
    expect(await applyStripeEvent(event)).toEqual({ outcome: "applied" });
    expect(await applyStripeEvent(event)).toEqual({ outcome: "duplicate" });
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
  });
});

describe("events that do not match", () => {
  it("another amount or currency credits nothing, is recorded, and is not delivered again", async () => {
    for (const [change, failureCode] of [
      [{ amount_received: 1079 }, "amount_mismatch"],
      [{ amount_received: 1_080_000 }, "amount_mismatch"],
      [{ currency: "jpy" }, "currency_mismatch"],
    ] as const) {
      const { workspaceId, purchase, events } = await setUp();
      expect(await applyStripeEvent(events.intentSucceeded(change))).toEqual({ outcome: "applied" });
      expect(await readPurchase(purchase.purchaseId)).toMatchObject({ state: "failed", failureCode });
      expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
    }
  });

  it("a second payment that names the same purchase does not pay it", async () => {
    const { workspaceId, purchase, events } = await setUp();
    await applyStripeEvent(events.intentProcessing());
    await applyStripeEvent(events.intentSucceeded({ id: "pi_another" }));
    expect((await readPurchase(purchase.purchaseId)).state).toBe("pending");
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  });

  it("payments of others, unknown types and the other mode are ignored with success", async () => {
    const { workspaceId, events } = await setUp();
    const foreign = eventsOf({
      ...(await setUp()).purchase,
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

  it("one tenant's payment never reaches another's wallet", async () => {
    const [one, other] = [await setUp(), await setUp()];
    await applyAll([one.events.completed(), one.events.intentSucceeded()]);
    expect((await getBalance(one.workspaceId)).balanceNanos).toBe(tenDollars);
    expect((await getBalance(other.workspaceId)).balanceNanos).toBe(0n);
    expect((await readPurchase(other.purchase.purchaseId)).state).toBe("open");
  });
});

describe("refunds and disputes", () => {
  it("a refund takes back its difference once, however often it is reported", async () => {
    const { workspaceId, events } = await setUp();
    await applyStripeEvent(events.completed());
    await applyAll([events.refunded(400), events.refunded(400), events.refunded(700), events.refunded(400)]);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(3_000_000_000n);
    await applyAll([events.refunded(1080), events.refunded(1080)]);
    const balance = await getBalance(workspaceId);
    expect([balance.balanceNanos, balance.purchasedNanos]).toEqual([0n, 0n]);
    expect(await netDebits(workspaceId, "stripe_clearing")).toBe(0n);
    expect(await netDebits(workspaceId, "purchase_fees")).toBe(0n);
  });

  it("a dispute may take the balance below zero; won returns everything, lost keeps it", async () => {
    const won = await setUp();
    await applyStripeEvent(won.events.completed());
    await sqlPool().query(
      "update wallets set debited_nanos = debited_nanos + 4000000000 where workspace_id = $1",
      [won.workspaceId],
    );
    await applyStripeEvent(won.events.disputeCreated());
    expect((await getBalance(won.workspaceId)).balanceNanos).toBe(-4_000_000_000n);
    await applyAll([
      won.events.disputeClosed("won"),
      won.events.disputeClosed("won"),
      won.events.disputeCreated(),
    ]);
    expect((await getBalance(won.workspaceId)).balanceNanos).toBe(6_000_000_000n);

    const lost = await setUp();
    await applyAll([
      lost.events.completed(),
      lost.events.disputeClosed("lost"),
      lost.events.disputeCreated(),
    ]);
    expect((await getBalance(lost.workspaceId)).balanceNanos).toBe(0n);
    const label = async ({ actor, purchase }: typeof lost) =>
      (await findPurchase(actor, purchase.purchaseId))?.label;
    expect([await label(won), await label(lost)]).toEqual(["credited", "dispute_lost"]);
  });

  it("a dispute of another purchase moves nothing and changes neither", async () => {
    const [theirs, mine] = [await setUp(), await setUp()];
    for (const { events } of [theirs, mine]) await applyStripeEvent(events.completed());
    await applyStripeEvent(mine.events.disputeCreated());
    const where = { workspaceId: mine.workspaceId };
    const { workspaceId, purchase } = theirs;
    await db().purchaseDispute.updateMany({ where, data: { workspaceId, purchaseId: purchase.purchaseId } });
    await expect(applyStripeEvent(mine.events.disputeClosed("won"))).rejects.toThrow(/constraint/);
    expect(await db().purchaseDispute.findMany({ where: { workspaceId } })).toMatchObject([
      { status: "open" },
    ]);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(tenDollars);
  });

  it("do not raise usage: the received total falls by the amount taken back", async () => {
    const { workspaceId, events } = await setUp();
    await applyAll([events.completed(), events.refunded(400)]);
    expect(await getUsageTotal(workspaceId)).toEqual({ usedNanos: 0n, receivedNanos: 6_000_000_000n });
  });
});

import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool, transaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { parseDollars } from "@/lib/kernel/money";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { simulatedPayments } from "@/lib/testing/simulated-payments";
import { checkPurchases } from "../repair/check-purchases";
import { readUnfinished } from "../internal/sweep-progress";
import { sweepEvents } from "../repair/sweep-events";
import { driftOf } from "../rules/reconciliation-result";
import { readBalance } from "./read-balance";
import { reconcile } from "./reconcile";

let simulated: Awaited<ReturnType<typeof simulatedPayments>>;

beforeAll(async () => {
  await testDatabase();
  simulated = await simulatedPayments();
});
afterAll(async () => {
  await simulated.stop();
  await closeDb();
});

const ten = parseDollars("10") ?? 0n;
const soon = () => new Date(Date.now() + 60_000);
/** After every grace time. */
const inTwoDays = () => new Date(Date.now() + 2 * msPerDay);

const control: typeof simulated.control = (action, body) => simulated.control(action, body);
const start = () => simulated.start();
const paid = () => simulated.pay();

async function credited() {
  const purchase = await paid();
  await sweepEvents(soon);
  return purchase;
}

/** The clock of these tests goes back. What was read up to a later moment has to be read again. */
async function readAgain() {
  await sqlPool().query("delete from stripe_sweeps where name like 'balance%'");
}

/** The rows that a check names, without amounts that are not compared. */
async function driftNow(clock = inTwoDays) {
  await readAgain();
  const { checks } = await reconcile({ clock });
  const rows = checks.flatMap(({ name, rows: found }) =>
    found.map(({ kind, id, driftNanos }) => `${name} ${kind} ${id} ${driftNanos}`),
  );
  return { drift: driftOf(checks), rows: rows.toSorted() };
}

describe("a clean installation", () => {
  it("has no drift after two hundred payments, refunds and disputes, at any moment", async () => {
    expect(await driftNow()).toEqual({ drift: 0n, rows: [] });
    const purchases: Awaited<ReturnType<typeof paid>>[] = [];
    for (let round = 0; round < 20; round += 1)
      purchases.push(...(await Promise.all(Array.from({ length: 10 }, paid))));
    // Stripe has payments that are not credited yet.
    expect(await driftNow(() => new Date())).toEqual({ drift: 0n, rows: [] });
    await sweepEvents(soon);
    expect(await driftNow(() => new Date())).toEqual({ drift: 0n, rows: [] });
    const [refunded, part, disputed, won, failed, pending] = purchases;
    if (!refunded || !part || !disputed || !won || !failed || !pending) throw new Error("no purchases");
    await control("refund", { charge: refunded.charge });
    await control("refund", { charge: part.charge, amount: 400 });
    await control("dispute", { charge: disputed.charge });
    const dispute = await control("dispute", { charge: won.charge });
    await control("close_dispute", { dispute: dispute["id"], status: "won" });
    const refund = await control("refund", { charge: failed.charge, amount: 100 });
    await control("fail_refund", { refund: refund["id"] });
    await control("refund", { charge: pending.charge, amount: 100, pending: true });
    expect(await driftNow(() => new Date())).toEqual({ drift: 0n, rows: [] });
    await sweepEvents(soon);
    expect(await driftNow()).toEqual({ drift: 0n, rows: [] });
    await readAgain();
    const result = await reconcile({ clock: inTwoDays });
    expect(result).toMatchObject({ isComplete: true, foreign: 0 });
    expect(await db().stripeBalanceTransaction.count()).toBe(208);
  });

  it("counts payments of something else in the Stripe account apart", async () => {
    await control("pay", { amount: 5_000 });
    await readAgain();
    const { checks, foreign } = await reconcile({ clock: inTwoDays });
    expect(driftOf(checks)).toBe(0n);
    expect(foreign).toBe(1);
  });

  it("reads what does not fit into one run in the next ones", async () => {
    await readAgain();
    await sqlPool().query("delete from stripe_balance_transactions");
    const now = inTwoDays();
    let runs = 0;
    for (let isComplete = false; !isComplete; runs += 1) {
      const before = (await readUnfinished("balance"))?.getTime() ?? 0;
      const read = await readBalance(now, { pagesMax: 1 });
      // Every run gets further.
      expect(read.through.getTime()).toBeGreaterThan(before);
      ({ isComplete } = read);
    }
    expect(runs).toBeGreaterThan(1);
    expect(await driftNow()).toEqual({ drift: 0n, rows: [] });
  });
});

describe("drift is found and named", () => {
  it("of a purchase that was credited by hand without a payment", async () => {
    const { purchaseId, workspaceId } = await start();
    const transfer = { workspaceId, from: "stripe_clearing", to: "wallet", code: "purchase" } as const;
    await transaction((tx) =>
      postTransfer(tx, { ...transfer, amountNanos: ten, idempotencyKey: `purchase:${purchaseId}` }),
    );
    expect((await driftNow()).rows).toEqual([
      `purchases wrong_transfers ${purchaseId} 10000000000`,
      `stripe extra ${purchaseId} 10000000000`,
    ]);
    await db().purchase.update({
      where: { id: purchaseId },
      data: { state: "credited", feeNanos: 0n, totalCents: 1_000, creditedAt: new Date() },
    });
    // Now only Stripe disagrees.
    expect((await driftNow()).rows).toEqual([`stripe extra ${purchaseId} 10000000000`]);
    // Within a day, Stripe's balance may not show the payment yet.
    expect((await driftNow(() => new Date())).rows).toEqual([]);
    await forget(purchaseId);
  });

  it("of a transfer that names no purchase", async () => {
    const { workspaceId } = await createWorkspace();
    const posted = await transaction((tx) =>
      postTransfer(tx, {
        workspaceId,
        from: "stripe_clearing",
        to: "wallet",
        code: "purchase",
        amountNanos: 1n,
        idempotencyKey: `purchase:${uuidv7()}`,
      }),
    );
    if (!posted.ok) throw new Error(posted.code);
    expect((await driftNow()).rows).toEqual([`purchases orphan ${posted.value.transferId} 1`]);
    await asOwner(async (client) => {
      await client.query("set session_replication_role = replica");
      await client.query("delete from transfers where id = $1", [posted.value.transferId]);
    });
  });

  it("of a payment at Stripe without a purchase, until an operator closes it", async () => {
    const { customer } = await credited();
    const { id } = await control("pay", { customer, amount: 2_500 });
    expect((await driftNow()).rows).toEqual([`stripe missing ${String(id)} 25000000000`]);
    await sweepEvents(soon);
    expect((await driftNow()).rows).toEqual([`stripe missing ${String(id)} 25000000000`]);
    await sqlPool().query("update unmatched_payments set state = 'resolved' where payment_intent_id = $1", [
      id,
    ]);
    expect((await driftNow()).rows).toEqual([]);
  });

  it("of a payment whose purchase was never credited, and of one in another currency", async () => {
    const lost = await paid();
    const other = await start();
    const metadata = { purchase_id: other.purchaseId, workspace_id: other.workspaceId };
    const euros = await control("pay", { amount: 1_080, currency: "eur", metadata });
    expect((await driftNow()).rows).toEqual(
      [
        `stripe missing ${lost.purchaseId} 10800000000`,
        `stripe wrong_currency ${other.purchaseId} 10800000000`,
      ].toSorted(),
    );
    await checkPurchases(soon);
    await sweepEvents(soon);
    expect((await driftNow()).rows).toEqual([`stripe wrong_currency ${String(euros["id"])} 10800000000`]);
    await simulated.stripe.refunds.create({ payment_intent: String(euros["id"]) });
    await sweepEvents(soon);
    expect((await driftNow()).rows).toEqual([]);
  });

  it("of a purchase whose amount was changed", async () => {
    const { purchaseId } = await credited();
    const add = (cents: number) =>
      asOwner((client) =>
        client.query(
          `update purchases set credits_nanos = credits_nanos + $2::bigint * 10000000, total_cents = total_cents + $2
           where id = $1`,
          [purchaseId, cents],
        ),
      );
    await add(1);
    expect(await driftNow()).toEqual({
      drift: 10_000_000n,
      rows: [`purchases wrong_transfers ${purchaseId} 10000000`],
    });
    await add(-1);
    expect((await driftNow()).rows).toEqual([]);
  });

  it("of a refund that only Stripe knows", async () => {
    const { charge } = await credited();
    const refund = await control("refund", { charge, amount: 400 });
    expect((await driftNow(() => new Date())).rows).toEqual([]);
    expect((await driftNow()).rows).toEqual([`stripe missing ${String(refund["id"])} 4000000000`]);
    await sweepEvents(soon);
    expect((await driftNow()).rows).toEqual([]);
  });

  it("of usage that was debited and not recorded", async () => {
    const { workspaceId } = await createWorkspace({ credits: ten });
    const transfer = { workspaceId, from: "wallet", to: "usage_revenue", code: "usage" } as const;
    const posted = await transaction((tx) =>
      postTransfer(tx, { ...transfer, amountNanos: 7n, idempotencyKey: "by hand" }),
    );
    expect(await driftNow()).toEqual({ drift: 7n, rows: [`usage usage ${workspaceId} 7`] });
    await asOwner(async (client) => {
      await client.query("set session_replication_role = replica");
      await client.query("delete from transfers where id = $1", [posted.ok ? posted.value.transferId : null]);
    });
  });
});

async function forget(purchaseId: string): Promise<void> {
  await asOwner(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query("delete from transfers where idempotency_key = $1", [`purchase:${purchaseId}`]);
    await client.query("delete from purchases where id = $1", [purchaseId]);
  });
}

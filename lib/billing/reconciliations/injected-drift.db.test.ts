import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { simulatedPayments } from "@/lib/testing/simulated-payments";
import { createPurchase } from "@/lib/testing/stripe-events";
import { creditPurchase } from "../internal/credit-purchase";
import { lockPurchase } from "../internal/purchase-row";
import { sweepEvents } from "../repair/sweep-events";
import { driftOf } from "../rules/reconciliation-result";
import { reconcile } from "./reconcile";

/** 10,000 when it was measured; `RECONCILE_PAYMENTS` sets another number, up to that. */
const payments = Number(process.env["RECONCILE_PAYMENTS"] ?? 200);
const lanes = 8;
const totalNanos = 10_800_000_000n;

let simulated: Awaited<ReturnType<typeof simulatedPayments>>;
let workspaces: Awaited<ReturnType<typeof createWorkspace>>[];

beforeAll(async () => {
  await testDatabase();
  simulated = await simulatedPayments();
  workspaces = await Promise.all(Array.from({ length: 10 }, () => createWorkspace()));
});
afterAll(async () => {
  await simulated.stop();
  await closeDb();
});

const inTwoDays = () => new Date(Date.now() + 2 * msPerDay);

async function purchaseOf(index: number): Promise<string> {
  const workspace = workspaces[index % workspaces.length];
  if (!workspace) throw new Error("no workspace");
  return (await createPurchase(workspace.actor)).purchaseId;
}

async function payAtStripe(purchaseId: string, amount = 1_080, currency = "usd"): Promise<void> {
  await simulated.stripe.paymentIntents.create({
    ...{ amount, currency, payment_method: "pm_card_visa", confirm: true },
    metadata: { purchase_id: purchaseId },
  });
}

/** Credits a purchase as if its payment had arrived. */
async function credit(purchaseId: string): Promise<void> {
  await transaction(async (tx) =>
    creditPurchase(tx, { ...(await lockPurchase(tx, purchaseId)), taxCents: 0 }, "test"),
  );
}

/** Stripe's balance moves a moment after each payment. */
async function untilBalanceMoved(count: number): Promise<void> {
  const moved = async () => {
    let found = 0;
    for await (const charge of simulated.stripe.charges.list({ limit: 100 }))
      if (charge.balance_transaction !== null) found += 1;
    return found;
  };
  await expect.poll(moved, { timeout: 60_000 }).toBe(count);
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** The ways in which the ledger and Stripe come apart, and by how much. */
const ways = [
  { kind: "missing", driftNanos: totalNanos, make: (id: string) => payAtStripe(id) },
  { kind: "extra", driftNanos: totalNanos, make: credit },
  {
    kind: "wrong_amount",
    driftNanos: 1_000_000_000n,
    make: async (id: string) => {
      await payAtStripe(id, 980);
      await credit(id);
    },
  },
  { kind: "wrong_currency", driftNanos: totalNanos, make: (id: string) => payAtStripe(id, 1_080, "eur") },
] as const;

it("clean payments show no drift, and of one percent that is wrong in four ways, every row is named", async () => {
  await inParallel(payments, async (index) => payAtStripe(await purchaseOf(index)));
  await untilBalanceMoved(payments);
  for (let isComplete = false; !isComplete;) ({ isComplete } = await sweepEvents(inTwoDays));
  expect(await db().purchase.groupBy({ by: ["state"], _count: true })).toEqual([
    { state: "credited", _count: payments },
  ]);
  let clean = await reconcile({ clock: inTwoDays });
  while (!clean.isComplete) clean = await reconcile({ clock: inTwoDays });
  expect(clean.checks.flatMap(({ rows }) => rows)).toEqual([]);
  expect(driftOf(clean.checks)).toBe(0n);

  const expected: string[] = [];
  let drift = 0n;
  for (let index = 0; index < Math.ceil(payments / 100 / ways.length); index += 1)
    for (const { kind, driftNanos, make } of ways) {
      const purchaseId = await purchaseOf(index);
      await make(purchaseId);
      expected.push(`${kind} ${purchaseId} ${driftNanos}`);
      drift += driftNanos;
    }
  const charges = expected.filter((row) => !row.startsWith("extra")).length;
  await untilBalanceMoved(payments + charges);
  await db().stripeSweep.deleteMany();
  let { checks, isComplete } = await reconcile({ clock: inTwoDays });
  while (!isComplete) ({ checks, isComplete } = await reconcile({ clock: inTwoDays }));
  const rows = checks.flatMap((check) => check.rows.map((row) => `${row.kind} ${row.id} ${row.driftNanos}`));
  expect(rows.toSorted()).toEqual(expected.toSorted());
  expect(checks.map(({ name, count }) => [name, count])).toEqual([
    ["usage", 0],
    ["purchases", 0],
    ["stripe", expected.length],
  ]);
  expect(driftOf(checks)).toBe(drift);
}, 3_600_000);

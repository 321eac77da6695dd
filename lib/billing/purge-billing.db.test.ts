import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db, sqlPool, sqlTransaction, unhurried } from "@/lib/db/client";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { applyStripeEvent, createPurchase, eventsOf, stripeEvent } from "@/lib/testing/stripe-events";
import { purgeBilling } from "./purge-billing";
import { compareTransfers } from "./reconciliations/compare-purchases";

beforeAll(testDatabase);
afterAll(closeDb);

const tables = [
  ...[
    "purchases",
    "purchase_refunds",
    "purchase_disputes",
    "unmatched_payments",
    "card_setups",
    "saved_cards",
  ],
  ...["auto_top_ups", "auto_top_up_attempts"],
];

/** How many rows of each table say something about the workspace's payments. */
async function recordsOf(workspaceId: string): Promise<Readonly<Record<string, number>>> {
  const purchases = "(select id from purchases where workspace_id = $1)";
  const counts = [
    ...tables.map((table) => `(select count(*)::int from ${table} where workspace_id = $1) as ${table}`),
    `(select count(*)::int from stripe_events where purchase_id in ${purchases}) as stripe_events`,
    `(select count(*)::int from stripe_balance_transactions
       where purchase_id in ${purchases} or id like 'txn_%_' || $1::text) as stripe_balance_transactions`,
  ];
  const { rows } = await sqlPool().query<Record<string, number>>(`select ${counts.join(", ")}`, [
    workspaceId,
  ]);
  return rows[0] ?? {};
}

async function boughtAndRefunded() {
  const { actor, workspaceId } = await createWorkspace();
  const purchase = await createPurchase(actor);
  const events = eventsOf(purchase);
  for (const event of [
    events.completed(),
    events.intentSucceeded(),
    events.refund(1, 400),
    events.disputeCreated(),
  ])
    await applyStripeEvent(event);
  const second = `pi_second_${workspaceId}`;
  await applyStripeEvent(events.intentSucceeded({ id: second }));
  await keepCard(workspaceId, purchase.purchaseId);
  const moved = {
    type: "charge",
    sourceId: "ch_1",
    amountCents: 1_080n,
    currency: "usd",
    createdAt: new Date(),
  };
  await db().stripeBalanceTransaction.createMany({
    data: [
      { id: `txn_1_${workspaceId}`, ...moved, purchaseId: purchase.purchaseId },
      { id: `txn_2_${workspaceId}`, ...moved, paymentIntentId: second },
    ],
  });
  return workspaceId;
}

/** A saved card with its setup, auto top-up, and one attempt of it. */
async function keepCard(workspaceId: string, purchaseId: string) {
  const consentId = randomUUID();
  const terms = { thresholdNanos: 1n, creditsNanos: 1n, monthlyMaxNanos: 1n };
  const card = { paymentMethodId: `pm_${workspaceId}`, customerId: `cus_${workspaceId}` };
  await db().cardSetup.create({ data: { id: randomUUID(), workspaceId, consentId }, select: { id: true } });
  await db().savedCard.create({
    data: { ...card, workspaceId, consentId, brand: "visa", last4: "4242", expMonth: 1, expYear: 2030 },
    select: { workspaceId: true },
  });
  await db().autoTopUp.create({ data: { workspaceId, consentId, ...terms }, select: { workspaceId: true } });
  await db().autoTopUpAttempt.create({
    data: {
      ...{ ...card, purchaseId, workspaceId, consentId, totalCents: 1_080, description: "Credits" },
      ...{ idempotencyKey: purchaseId, nextStepAt: new Date(), endedAt: new Date(), outcome: "succeeded" },
    },
    select: { workspaceId: true },
  });
}

const deletedYearsAgo = (id: string, years: number) =>
  sqlPool().query("update workspaces set deleted_at = now() - $2 * interval '1 year' where id = $1", [
    id,
    years,
  ]);

it("billing records are removed ten years after the deletion of their account, and no sooner", async () => {
  const [kept, recent, old] = [
    await boughtAndRefunded(),
    await boughtAndRefunded(),
    await boughtAndRefunded(),
  ];
  await deletedYearsAgo(recent, 9);
  await deletedYearsAgo(old, 11);
  const before = await recordsOf(old);
  expect(before).toEqual({
    ...Object.fromEntries(tables.map((table) => [table, 1])),
    ...{ stripe_events: 5, stripe_balance_transactions: 2 },
  });
  const nothing = Object.fromEntries(Object.keys(before).map((table) => [table, 0]));
  const transfers = await db().transfer.count({ where: { workspaceId: old } });
  expect(await purgeBilling()).toMatchObject({ workspaces: 1 });
  expect([await recordsOf(kept), await recordsOf(recent), await recordsOf(old)]).toEqual([
    ...[before, before, nothing],
  ]);
  expect(await db().stripeEvent.count({ where: { purchaseId: null } })).toBe(0);
  expect(await db().transfer.count({ where: { workspaceId: old } })).toBe(transfers);
  expect(await purgeBilling()).toMatchObject({ workspaces: 0 });
  const { rows } = await unhurried(0, (client, queryMsMax) => compareTransfers({ client, queryMsMax }));
  expect(rows.filter((row) => row.workspaceId === old)).toEqual([]);
  const { checks } = await verifyLedger();
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});

it("those of an account that never bought anything are removed too", async () => {
  const { workspaceId } = await createWorkspace();
  await db().cardSetup.create({
    data: { id: randomUUID(), workspaceId, consentId: randomUUID() },
    select: { id: true },
  });
  const nothing = await createWorkspace();
  for (const id of [workspaceId, nothing.workspaceId]) await deletedYearsAgo(id, 11);
  expect(await purgeBilling()).toMatchObject({ workspaces: 1 });
  expect(await db().cardSetup.count({ where: { workspaceId } })).toBe(0);
  expect(await purgeBilling()).toMatchObject({ workspaces: 0 });
});

it("no table is read as a whole for it", async () => {
  const queries = [
    "select from workspaces where deleted_at < now()",
    ...tables.map((table) => `select from ${table} where workspace_id = '${randomUUID()}'`),
    ...["stripe_events", "stripe_balance_transactions"].map(
      (table) => `select from ${table} where purchase_id = '${randomUUID()}'`,
    ),
    "select from stripe_events where received_at < now()",
    "select from foreign_payments where found_at < now()",
  ];
  await sqlTransaction(async (client) => {
    // A small table is read as a whole when there is an index too.
    await client.query("set local enable_seqscan = off");
    for (const query of queries) {
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${query}`);
      expect(rows.map((row) => row["QUERY PLAN"]).join("\n"), query).not.toContain("Seq Scan");
    }
  });
});

it("events that concerned no purchase are removed after 90 days", async () => {
  const event = stripeEvent("customer.created", { id: "cus_1" });
  await applyStripeEvent(event);
  expect(await purgeBilling(() => new Date(Date.now() + 89 * 86_400_000))).toMatchObject({ events: 0 });
  expect(await purgeBilling(() => new Date(Date.now() + 91 * 86_400_000))).toMatchObject({ events: 1 });
});

it("removes many of them in batches, and payments of something else after 150 days", async () => {
  await sqlPool().query(
    `insert into stripe_events (id, type, created_at, received_at, outcome, processed_at)
     select 'evt_many_' || n, 'customer.created', now(), now() - interval '91 days', 'ignored', now()
       from generate_series(1, 12000) n`,
  );
  await sqlPool().query(
    `insert into foreign_payments (payment_intent_id, found_at)
     values ('pi_old', now() - interval '151 days'), ('pi_new', now() - interval '149 days')`,
  );
  expect(await purgeBilling()).toMatchObject({ events: 12_000 });
  expect(await db().foreignPayment.findMany()).toMatchObject([{ paymentIntentId: "pi_new" }]);
});

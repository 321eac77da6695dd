import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import Stripe from "stripe";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { parseDollars } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { startStripe } from "@/lib/sandbox/start-stripe";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { applyStripeEvent, stripeEvent } from "@/lib/testing/stripe-events";
import { findPurchase } from "./find-purchase";
import { checkPurchases } from "./repair/check-purchases";
import { sweepEvents } from "./repair/sweep-events";
import { sweepPayments } from "./repair/sweep-payments";
import { startPurchase } from "./start-purchase";

let simulator: Awaited<ReturnType<typeof startStripe>>;
let stripe: Stripe;

beforeAll(async () => {
  process.env["STRIPE_AUTOMATIC_TAX"] = "on";
  await testDatabase();
  simulator = await startStripe({ port: 0, webhookUrl: null, webhookSecret: "whsec_unused_here" });
  process.env["STRIPE_API_BASE"] = simulator.url;
  const { hostname: host, port } = new URL(simulator.url);
  stripe = new Stripe("sk_test_counterfoil", { host, port, protocol: "http", telemetry: false });
  await control("tax", { percent: 10 });
});
afterAll(async () => {
  await simulator.stop();
  await closeDb();
});
beforeEach(async () => {
  await sqlPool().query("delete from stripe_sweeps");
});

const ten = parseDollars("10") ?? 0n;
const soon = () => new Date(Date.now() + 60_000);
const inHours = () => new Date(Date.now() + 3 * 3_600_000);

async function control(action: string, body: object): Promise<void> {
  const response = await fetch(`${simulator.url}/_emulator/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
}

/** A purchase of $10.00 for $10.80, paid with $1.08 of tax. */
async function paid() {
  const { actor, workspaceId } = await createWorkspace();
  const started = await startPurchase(actor, { creditsNanos: ten });
  if (!started.ok) throw new Error(started.code);
  const { purchaseId: id } = started.value;
  const { checkoutSessionId } = await db().purchase.findUniqueOrThrow({ where: { id } });
  const billing = { name: "Ada", line1: "1 Main St", city: "Reno", postal_code: "89501", country: "US" };
  await control("complete", { session: checkoutSessionId, billing });
  const session = await stripe.checkout.sessions.retrieve(checkoutSessionId ?? "");
  const intent = await stripe.paymentIntents.retrieve(String(session.payment_intent));
  expect([session.amount_total, intent.amount_received]).toEqual([1188, 1188]);
  return { actor, workspaceId, id, session, intent };
}

async function clearing(workspaceId: string): Promise<bigint> {
  const { rows } = await sqlPool().query<{ net: bigint }>(
    `select coalesce(sum(case when a.id = t.debit_account_id then t.amount_nanos else -t.amount_nanos end), 0)::bigint as net
       from transfers t join ledger_accounts a on a.kind = 'stripe_clearing' and a.id in (t.debit_account_id, t.credit_account_id)
      where t.workspace_id = $1`,
    [workspaceId],
  );
  return rows[0]?.net ?? 0n;
}

async function expectCredited({ actor, workspaceId, id }: Awaited<ReturnType<typeof paid>>) {
  expect((await getBalance(workspaceId)).balanceNanos).toBe(ten);
  expect(await findPurchase(actor, id)).toMatchObject({
    state: "credited",
    taxNanos: 1_080_000_000n,
    totalNanos: 11_880_000_000n,
    failureCode: null,
  });
  // What is owed as tax is neither credits nor a fee.
  expect(await clearing(workspaceId)).toBe(10_800_000_000n);
}

it("a payment whose intent arrives first waits for its session, for which Stripe is asked", async () => {
  const purchase = await paid();
  const { actor, id, intent } = purchase;
  const { outcome } = await applyStripeEvent(stripeEvent("payment_intent.succeeded", intent));
  expect(outcome).toBe("applied");
  expect(await findPurchase(actor, id)).toMatchObject({ state: "open", failureCode: null });
  expect((await getBalance(purchase.workspaceId)).balanceNanos).toBe(0n);
  await checkPurchases(inHours);
  await expectCredited(purchase);
});

it("a payment is credited by its session, and once by all events in every source", async () => {
  const purchase = await paid();
  await applyStripeEvent(stripeEvent("checkout.session.completed", purchase.session));
  await expectCredited(purchase);
  await applyStripeEvent(stripeEvent("payment_intent.succeeded", purchase.intent));
  await sweepEvents(soon);
  await sweepPayments(inHours);
  await checkPurchases(inHours);
  await expectCredited(purchase);
});

it("the daily comparison, which reads intents alone, does not take tax for a mismatch", async () => {
  const purchase = await paid();
  await sweepPayments(inHours);
  expect(await findPurchase(purchase.actor, purchase.id)).toMatchObject({ state: "open", failureCode: null });
  await checkPurchases(inHours);
  await expectCredited(purchase);
});

it("an amount that tax does not explain is a mismatch", async () => {
  const { actor, workspaceId, id, session } = await paid();
  const odd = { ...session, total_details: { ...session.total_details, amount_tax: 107 } };
  await applyStripeEvent(stripeEvent("checkout.session.completed", odd));
  expect(await findPurchase(actor, id)).toMatchObject({ state: "failed", failureCode: "amount_mismatch" });
  expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
});

it("a full refund takes back credits and fee, and the tax never was in the ledger", async () => {
  const purchase = await paid();
  await sweepEvents(soon);
  await control("refund", { charge: purchase.intent.latest_charge, amount: 1188 });
  await sweepEvents(soon);
  expect((await getBalance(purchase.workspaceId)).balanceNanos).toBe(0n);
  expect(await clearing(purchase.workspaceId)).toBe(0n);
  const view = await findPurchase(purchase.actor, purchase.id);
  expect(view).toMatchObject({ label: "refunded", reversedNanos: ten });
});

import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { afterAll, beforeAll } from "vitest";
import { startPurchase } from "@/lib/billing/start-purchase";
import { closeDb, db } from "@/lib/db/client";
import { parseDollars } from "@/lib/kernel/money";
import { startStripe } from "@/lib/sandbox/start-stripe";
import { testDatabase } from "./database";
import { createWorkspace } from "./factories";

const credits = parseDollars("10") ?? 0n;

/**
 * Starts the Stripe simulator for tests that fetch what happened: it delivers no event. `stop` it at the end. Purchases
 * are of $10.00 and cost $10.80.
 */
export async function simulatedPayments() {
  const options = { port: 0, webhookUrl: null, webhookSecret: "whsec_unused_here", settleMs: 50, feeMs: 5 };
  const simulator = await startStripe(options);
  process.env["STRIPE_API_BASE"] = simulator.url;
  const { hostname: host, port } = new URL(simulator.url);
  const stripe = new Stripe("sk_test_counterfoil", { host, port, protocol: "http", telemetry: false });

  /** Gives a command of the simulator's control interface. */
  async function control(action: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${simulator.url}/_emulator/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
    const result: Record<string, unknown> = await response.json();
    if (action === "pay" || action === "complete") await untilFeesAreKnown();
    return result;
  }

  /** Stripe's balance moves when the fee of a charge is known, a moment after the payment. */
  async function untilFeesAreKnown(): Promise<void> {
    for (;;) {
      const { data } = await stripe.charges.list({ limit: 20 });
      if (data.every((charge) => charge.status !== "succeeded" || charge.balance_transaction !== null))
        return;
      await sleep(5);
    }
  }

  /** A purchase whose hosted page is open. */
  async function start() {
    const { actor, workspaceId } = await createWorkspace();
    const started = await startPurchase(actor, { creditsNanos: credits });
    if (!started.ok) throw new Error(started.code);
    return { actor, workspaceId, purchaseId: started.value.purchaseId };
  }

  /** A purchase that was paid at Stripe, of which nothing is known here. */
  async function pay() {
    const purchase = await start();
    const where = { id: purchase.purchaseId, workspaceId: purchase.workspaceId };
    const { checkoutSessionId } = await db().purchase.findUniqueOrThrow({ where });
    const session = await control("complete", { session: checkoutSessionId });
    const intent = await stripe.paymentIntents.retrieve(String(session["payment_intent"]));
    const customer = String(intent.customer);
    return { ...purchase, intent: intent.id, customer, charge: String(intent.latest_charge) };
  }

  return { stripe, control, start, pay, stop: () => simulator.stop() };
}

type Simulated = Awaited<ReturnType<typeof simulatedPayments>>;

/**
 * Gives the test file a database and Stripe's simulator, which delivers no event. Call it at the top of the file; what it
 * returns is used inside tests.
 */
export function useSimulatedPayments(): Omit<Simulated, "stop"> {
  let current: Simulated | undefined;
  const started = (): Simulated => {
    if (!current) throw new Error("the simulator is started before the first test");
    return current;
  };
  beforeAll(async () => {
    await testDatabase();
    current = await simulatedPayments();
  });
  afterAll(async () => {
    await current?.stop();
    await closeDb();
  });
  return {
    get stripe() {
      return started().stripe;
    },
    control: (action, body) => started().control(action, body),
    start: () => started().start(),
    pay: () => started().pay(),
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { POST } from "@/app/api/webhooks/stripe/route";
import { sqlPool } from "@/lib/db/client";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { createPurchase, eventsOf } from "@/lib/testing/stripe-events";
import { type Bench, median, quantile } from "./bench";

const payments = 500;
const workers = 16;

/**
 * Signed events of many payments, four for each with one of them duplicated, shuffled, through the route itself without
 * the HTTP server in front: verify, store, answer; then claim, credit, commit. The rate counts until all are applied.
 */
export const webhookBench: Bench = {
  name: "webhook",
  run: async ({ say }) => {
    say(`making ${payments} purchases in ten workspaces`);
    const workspaces = await Promise.all(Array.from({ length: 10 }, () => createWorkspace()));
    const bodies: string[] = [];
    for (let index = 0; index < payments; index += 1) {
      const workspace = workspaces[index % workspaces.length];
      if (!workspace) continue;
      const events = eventsOf(await createPurchase(workspace.actor));
      const completed = events.completed();
      const delivered = [
        events.chargeSucceeded(),
        events.intentSucceeded(),
        completed,
        completed,
        events.chargeUpdated(),
      ];
      bodies.push(...delivered.map((event) => JSON.stringify({ object: "event", ...event })));
    }
    bodies.sort(() => Math.random() - 0.5);
    const total = bodies.length;
    say(`delivering ${total} events, ${workers} at a time`);
    const latencies: number[] = [];
    const started = performance.now();
    const work = async () => {
      for (let body = bodies.pop(); body; body = bodies.pop()) latencies.push(await deliver(body));
    };
    await Promise.all(Array.from({ length: workers }, work));
    const storedRate = (total * 1_000) / (performance.now() - started);
    await untilApplied();
    const rate = (total * 1_000) / (performance.now() - started);
    await requireOneCreditEach();
    const p99 = quantile(latencies, 0.99);
    return [
      {
        what: `events stored and applied, ${workers} at a time`,
        figure: rate,
        unit: "events/s",
        goal: "≥ 200",
        ok: rate >= 200,
      },
      { what: "events stored", figure: storedRate, unit: "events/s" },
      { what: "event to answer, p50", figure: median(latencies), unit: "ms" },
      { what: "event to answer, p99", figure: p99, unit: "ms", goal: "≤ 300", ok: p99 <= 300 },
    ];
  },
};

const signer = new Stripe("sk_test_signs_only");
const secret = testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "";

async function deliver(body: string): Promise<number> {
  const headers = { "stripe-signature": signer.webhooks.generateTestHeaderString({ payload: body, secret }) };
  const started = performance.now();
  const answer = await POST(
    new Request("http://localhost/api/webhooks/stripe", { method: "POST", body, headers }),
  );
  if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
  return performance.now() - started;
}

async function untilApplied(): Promise<void> {
  for (;;) {
    const { rows } = await sqlPool().query<{ open: boolean }>(
      "select exists (select from stripe_events where outcome not in ('applied', 'ignored')) as open",
    );
    if (!rows[0]?.open) return;
    await sleep(10);
  }
}

/** Checks the credits: a fast webhook that credits wrongly is not a valid result. */
async function requireOneCreditEach(): Promise<void> {
  const { rows } = await sqlPool().query<{ credits: bigint; states: bigint }>(
    `select (select count(*) from transfers where code = 'purchase') as credits,
            (select count(*) from purchases where state = 'credited') as states`,
  );
  const [row] = rows;
  if (row?.credits !== BigInt(payments) || row.states !== BigInt(payments)) {
    throw new Error(`${payments} payments led to ${row?.credits} credits`);
  }
}

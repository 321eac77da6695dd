import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { startStripe } from "@/lib/sandbox/start-stripe";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { createPurchase } from "@/lib/testing/stripe-events";
import { sweepEvents } from "../repair/sweep-events";
import { applyDueEvents } from "./apply-events";

/** 2,000 when it was measured; `WEBHOOK_PAYMENTS` sets another number. */
const payments = Number(process.env["WEBHOOK_PAYMENTS"] ?? 120);
/** Which deliveries are lost and repeated, in which order, and which attempts crash. `WEBHOOK_SEED` repeats a run. */
const seed = Number(process.env["WEBHOOK_SEED"] ?? randomInt(2 ** 31));
/** Of a hundred deliveries, those that never arrive; of so many attempts to post a transfer, one crashes. */
const lostPercent = 5;
const crashEvery = 50;
const workspaceCount = 10;
const workers = 16;
const secret = testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "";

let receiver: Server;
let simulator: Awaited<ReturnType<typeof startStripe>>;
/** What Stripe delivered, by event id. */
const delivered = new Map<string, string>();

beforeAll(async () => {
  await testDatabase();
  receiver = createServer(async (request, response) => {
    const body = await text(request);
    const event: { id: string } = JSON.parse(body);
    delivered.set(event.id, body);
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  simulator = await startStripe({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/`,
    webhookSecret: secret,
    feeMs: 3_600_000,
  });
  process.env["STRIPE_API_BASE"] = simulator.url;
});
afterAll(async () => {
  await simulator.stop();
  receiver.closeAllConnections();
  receiver.close();
  await closeDb();
});

/** Whole numbers from 0, below the given bound, that follow from the seed (mulberry32). */
function numbersFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const next = numbersFrom(seed);

function shuffled<Item>(items: readonly Item[]): Item[] {
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = next(index + 1);
    const [left, right] = [mixed[index], mixed[other]];
    if (left !== undefined && right !== undefined) [mixed[index], mixed[other]] = [right, left];
  }
  return mixed;
}

const signer = new Stripe("sk_test_signs_only");

async function deliver(body: string): Promise<void> {
  const headers = { "stripe-signature": signer.webhooks.generateTestHeaderString({ payload: body, secret }) };
  const response = await POST(
    new Request("http://localhost/api/webhooks/stripe", { method: "POST", body, headers }),
  );
  // A failed delivery comes again; one that was committed may come again too, as after a lost response.
  if (response.status !== 200 || next(100) === 0) await deliver(body);
}

it("a storm of duplicates, shuffles, crashes and lost deliveries leaves every payment credited once", async () => {
  console.info(`WEBHOOK_SEED=${seed}`);
  const { hostname: host, port } = new URL(simulator.url);
  const stripe = new Stripe("sk_test_counterfoil", { host, port, protocol: "http", telemetry: false });
  const workspaces = await Promise.all(Array.from({ length: workspaceCount }, () => createWorkspace()));
  for (let index = 0; index < payments; index += 1) {
    const workspace = workspaces[index % workspaceCount];
    if (!workspace) throw new Error("no workspace");
    const { purchaseId } = await createPurchase(workspace.actor);
    await stripe.paymentIntents.create({
      amount: 1_080,
      currency: "usd",
      payment_method: "pm_card_visa",
      confirm: true,
      metadata: { purchase_id: purchaseId, workspace_id: workspace.workspaceId },
    });
  }
  const handled = () =>
    [...delivered.values()].filter((body) => /"type":\s*"(charge|payment_intent)\.succeeded"/.test(body));
  await expect.poll(() => handled().length, { timeout: 300_000 }).toBe(2 * payments);

  // 2% of the transactions that credit end before their commit. Sequences count on when a transaction is rolled back.
  await asOwner((client) =>
    client.query(`create sequence attempts; create sequence crashes;
      create function crash_sometimes() returns trigger language plpgsql security definer as $$
      begin
        if nextval('attempts') % ${crashEvery} = ${seed % crashEvery} then
          perform nextval('crashes');
          raise exception 'crash';
        end if;
        return new;
      end $$;
      create trigger crash before insert on transfers for each row execute function crash_sometimes()`),
  );
  // 5% are never delivered, all others 2 to 3 times.
  const mixed = shuffled(handled().toSorted());
  const lost = Math.ceil((mixed.length * lostPercent) / 100);
  const arriving = mixed.slice(lost);
  const queue = shuffled(arriving.flatMap((body) => Array.from({ length: 2 + next(2) }, () => body)));
  const total = queue.length;
  const worker = async () => {
    for (let body = queue.pop(); body; body = queue.pop()) await deliver(body);
  };
  await Promise.all(Array.from({ length: workers }, worker));
  expect(total).toBeGreaterThan(2 * payments);
  // A delivery returns once its event is stored. Each has to have been tried before the crashes end.
  const untried = () => db().stripeEvent.count({ where: { outcome: "received" } });
  await expect.poll(untried, { timeout: 300_000 }).toBe(0);
  const crashes = await asOwner(async (client) => {
    await client.query("drop trigger crash on transfers");
    const { rows } = await client.query<{ count: number }>(
      "select case when is_called then last_value else 0 end::int as count from crashes",
    );
    return rows[0]?.count ?? 0;
  });
  expect(crashes, `seed ${seed}`).toBeGreaterThan(0);
  expect(lost, `seed ${seed}`).toBeGreaterThan(0);

  // Five minutes later at the latest, Stripe's list of events has brought what was lost, and retries what failed.
  const { found } = await sweepEvents(() => new Date(Date.now() + 5 * 60_000));
  expect(found, `seed ${seed}`).toBe(lost);
  await sqlPool().query(
    "update stripe_events set next_try_at = now() where outcome in ('received', 'failing')",
  );
  await applyDueEvents();

  const states = await db().purchase.groupBy({ by: ["state"], _count: true });
  expect(states).toEqual([{ state: "credited", _count: payments }]);
  const open = await db().stripeEvent.count({ where: { outcome: { notIn: ["applied", "ignored"] } } });
  expect(open).toBe(0);
  const credits = await db().transfer.count({ where: { code: "purchase" } });
  expect(credits).toBe(payments);
  for (const [index, { workspaceId }] of workspaces.entries()) {
    const bought = BigInt(
      Math.floor(payments / workspaceCount) + (index < payments % workspaceCount ? 1 : 0),
    );
    expect((await getBalance(workspaceId)).balanceNanos).toBe(bought * 10_000_000_000n);
  }
  const { checks } = await verifyLedger();
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}, 1_200_000);

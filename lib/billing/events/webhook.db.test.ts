import { createHmac, randomUUID } from "node:crypto";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { retryEvent } from "@/lib/billing/events/retry-event";
import { closeDb, db } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { listStripeEvents } from "@/lib/operator/list-stripe-events";
import { testDatabase } from "@/lib/testing/database";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { createPurchase, eventsOf } from "@/lib/testing/stripe-events";

const secret = testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "";
const previousSecret = "whsec_the_one_before_this_one";
process.env["STRIPE_WEBHOOK_SECRET_PREVIOUS"] = previousSecret;
const stripe = new Stripe("sk_test_signs_only");
const now = () => Math.floor(Date.now() / 1000);

beforeAll(testDatabase);
afterAll(closeDb);

async function setUp() {
  const workspace = await createWorkspace();
  const event = eventsOf(await createPurchase(workspace.actor)).completed();
  return { ...workspace, event, payload: JSON.stringify({ object: "event", ...event }) };
}

function sign(payload: string, options: { timestamp?: number; secret?: string } = {}): string {
  return stripe.webhooks.generateTestHeaderString({ payload, secret, ...options });
}

async function deliver(payload: string, signature: string | null) {
  const headers = new Headers(signature === null ? {} : { "stripe-signature": signature });
  const response = await POST(
    new Request("http://localhost/api/webhooks/stripe", { method: "POST", body: payload, headers }),
  );
  return { status: response.status, body: await response.text() };
}

describe("the webhook", () => {
  it("credits on Stripe's own signature, and responds with 200 to every repetition", async () => {
    const { workspaceId, payload } = await setUp();
    for (let delivery = 0; delivery < 3; delivery += 1) {
      expect(await deliver(payload, sign(payload))).toEqual({ status: 200, body: '{"received":true}' });
    }
    await expect
      .poll(async () => (await getBalance(workspaceId)).balanceNanos, { timeout: 10_000 })
      .toBe(10_000_000_000n);
  });

  it("accepts either of two signatures while the secret is rolled, and a clock slightly ahead", async () => {
    const { payload } = await setUp();
    const [time, right] = sign(payload, { timestamp: now() + 30 }).split(",");
    expect((await deliver(payload, `${time},v1=${"0".repeat(64)},${right}`)).status).toBe(200);
  });

  it("rejects everything that Stripe did not sign recently, with one response, and writes nothing", async () => {
    const { workspaceId, event, payload } = await setUp();
    const tampered = payload.replace("1080", "9999");
    const unsigned = (text: string) => createHmac("sha256", secret).update(text).digest("hex");
    const forgeries: [string, string | null][] = [
      [payload, null],
      [payload, ""],
      [payload, "garbage"],
      [payload, "t=,v1="],
      [payload, `t=${now()},v1=`],
      [payload, `t=${now()},v1=é`],
      [payload, `v1=${unsigned(payload)}`],
      [payload, sign(payload, { secret: "whsec_another_secret_altogether" })],
      [payload, sign(payload, { secret: "whsec_" })],
      [payload, sign(payload, { timestamp: now() - 301 })],
      [payload, sign(payload, { timestamp: now() + 90 })],
      [payload, sign(payload, { timestamp: now() + 3600 })],
      [payload, `t=${now()},${sign(payload, { timestamp: now() + 3600 })}`],
      [payload, sign(payload).replace("v1=", "v0=")],
      [payload, `${sign(payload)}${"x".repeat(3000)}`],
      [tampered, sign(payload)],
      [` ${payload}`, sign(payload)],
      ["", sign("")],
    ];
    for (const [body, signature] of forgeries) {
      expect(await deliver(body, signature), `${body.slice(0, 12)} ${signature}`).toEqual({
        status: 400,
        body: '{"error":"bad_signature"}',
      });
    }
    expect(await db().stripeEvent.findUnique({ where: { id: event.id } })).toBeNull();
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  });

  it("tells what Stripe signed and is no event apart from a wrong signature", async () => {
    const { payload } = await setUp();
    const event = JSON.parse(payload) as object;
    const change = (fields: object) => JSON.stringify({ ...event, ...fields });
    const odd = [
      change({ id: "evt_\0" }),
      change({ created: -1e15 }),
      change({ data: null }),
      change({ type: 7 }),
    ];
    for (const body of ["not json", "{}", "[]", "null", ...odd])
      expect(await deliver(body, sign(body)), body.slice(0, 40)).toEqual({
        status: 400,
        body: '{"error":"bad_event"}',
      });
  });

  it("shows an operator what Stripe signed and cannot be read, once, and no content of it", async () => {
    const { event, payload } = await setUp();
    const body = JSON.stringify({ ...JSON.parse(payload), data: ["Jane Doe"] });
    for (let delivery = 0; delivery < 2; delivery += 1)
      expect((await deliver(body, sign(body))).status).toBe(400);
    const shown = (await listStripeEvents({ needsAttention: true })).rows.filter(({ id }) => id === event.id);
    expect(shown).toMatchObject([{ type: event.type, state: "dead", error: "unreadable", attempts: 1 }]);
    expect((await db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } })).facts).toBeNull();
    const foreign = JSON.stringify({ ...JSON.parse(body), id: "evt_other_type", type: "customer.created" });
    expect((await deliver(foreign, sign(foreign))).status).toBe(400);
    expect(await db().stripeEvent.count({ where: { id: "evt_other_type" } })).toBe(0);
    // A version of it that can be read is applied.
    expect((await deliver(payload, sign(payload))).status).toBe(200);
    const stored = () => db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } });
    await expect.poll(async () => (await stored()).outcome, { timeout: 10_000 }).toBe("applied");
  });

  it("applies an event whose first delivery had no readable type, once it is delivered readable", async () => {
    const { workspaceId, event, payload } = await setUp();
    const odd = JSON.stringify({ ...JSON.parse(payload), type: 7, created: "today" });
    expect((await deliver(odd, sign(odd))).status).toBe(400);
    const stored = () => db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } });
    expect(await stored()).toMatchObject({ type: "unknown", outcome: "dead", facts: null });
    // An operator's retry reads the same, and must not hide it.
    expect(await retryEvent({ userId: randomUUID() }, event.id)).toBe(true);
    await expect.poll(async () => (await stored()).outcome, { timeout: 10_000 }).toBe("dead");
    // As an earlier version left it.
    for (const outcome of ["dead", "ignored"]) {
      await db().stripeEvent.update({
        where: { id: event.id },
        data: { outcome, type: "unknown" },
        select: { id: true },
      });
      expect((await deliver(payload, sign(payload))).status).toBe(200);
      await expect.poll(async () => (await stored()).outcome, { timeout: 10_000 }).toBe("applied");
      expect(await stored()).toMatchObject({
        type: event.type,
        createdAt: new Date(event.created * 1_000),
        facts: expect.anything(),
        error: null,
        troubledAt: null,
      });
    }
    expect((await getBalance(workspaceId)).balanceNanos).toBe(10_000_000_000n);
    // An event that was applied stays as it is.
    expect((await deliver(odd, sign(odd))).status).toBe(400);
    expect(await stored()).toMatchObject({ type: event.type, outcome: "applied" });
  });

  it("stores an event with text that the database refuses, without that text", async () => {
    const { event } = await setUp();
    const object = { ...(event.data.object as object), currency: "usd\0", status: "complete\ud800" };
    const body = JSON.stringify({ object: "event", ...event, data: { object } });
    expect((await deliver(body, sign(body))).status).toBe(200);
    expect(await db().stripeEvent.count({ where: { id: event.id } })).toBe(1);
  });

  it("rejects a body above the limit before reading it", async () => {
    const payload = `{"padding":"${"x".repeat(600 * 1024)}"}`;
    expect((await deliver(payload, sign(payload))).status).toBe(413);
  });

  it("responds with 200 once an event is stored, and applies it when that becomes possible", async () => {
    const { workspaceId, event, payload } = await setUp();
    await db().wallet.update({ where: { workspaceId }, data: { creditedNanos: 9_223_372_036_854_775_807n } });
    expect((await deliver(payload, sign(payload))).status).toBe(200);
    const stored = () => db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } });
    await expect.poll(async () => (await stored()).outcome, { timeout: 10_000 }).toBe("failing");
    await db().wallet.update({ where: { workspaceId }, data: { creditedNanos: 0n } });
    // Stripe's own "Resend" tries it again at once.
    expect((await deliver(payload, sign(payload))).status).toBe(200);
    await expect.poll(async () => (await stored()).outcome, { timeout: 10_000 }).toBe("applied");
    expect((await getBalance(workspaceId)).balanceNanos).toBe(10_000_000_000n);
  });

  it("accepts the previous secret of the endpoint while it is rolled, and no other", async () => {
    const { payload } = await setUp();
    expect((await deliver(payload, sign(payload, { secret: previousSecret }))).status).toBe(200);
    expect((await deliver(payload, sign(payload, { secret: `${previousSecret}x` }))).status).toBe(400);
    expect((await deliver(payload, sign(payload))).status).toBe(200);
  });
});

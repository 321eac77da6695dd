import { createHmac } from "node:crypto";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { closeDb, db } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { testDatabase } from "@/lib/testing/database";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { createPurchase, eventsOf } from "@/lib/testing/stripe-events";

const secret = testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "";
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
    expect((await getBalance(workspaceId)).balanceNanos).toBe(10_000_000_000n);
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
      ["not json", sign("not json")],
      ["{}", sign("{}")],
      ["[]", sign("[]")],
      ["null", sign("null")],
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

  it("rejects a body above the limit before reading it", async () => {
    const payload = `{"padding":"${"x".repeat(600 * 1024)}"}`;
    expect((await deliver(payload, sign(payload))).status).toBe(413);
  });

  it("responds with 500 when an event could not be applied, so that Stripe delivers it again", async () => {
    const { workspaceId, payload } = await setUp();
    await db().wallet.update({ where: { workspaceId }, data: { creditedNanos: 9_223_372_036_854_775_807n } });
    expect(await deliver(payload, sign(payload))).toEqual({ status: 500, body: '{"error":"try_again"}' });
    await db().wallet.update({ where: { workspaceId }, data: { creditedNanos: 0n } });
    expect((await deliver(payload, sign(payload))).status).toBe(200);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(10_000_000_000n);
  });
});

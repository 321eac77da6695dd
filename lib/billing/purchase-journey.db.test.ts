import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { closeDb, db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { parseDollars } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { startStripe } from "@/lib/sandbox/start-stripe";
import { testDatabase } from "@/lib/testing/database";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { applyStripeEvent, stripeEvent } from "@/lib/testing/stripe-events";
import { checkPayment } from "./check-payment";
import { checkWebhook } from "./check-webhook";
import { findPurchase } from "./find-purchase";
import { listPurchases } from "./list-purchases";
import { listUnsettledPurchases } from "./list-unsettled-purchases";
import { checkPurchases } from "./repair/check-purchases";
import { startPurchase } from "./start-purchase";

let stripe: Awaited<ReturnType<typeof startStripe>>;
let receiver: Server;
/** Whether events are delivered; when not, only the poller can find out. */
let webhookWorks = true;

beforeAll(async () => {
  await testDatabase();
  receiver = createServer(async (request, response) => {
    const body = await text(request);
    if (!webhookWorks) return response.writeHead(503).end();
    const headers = { "stripe-signature": String(request.headers["stripe-signature"]) };
    const reply = await POST(
      new Request("http://localhost/api/webhooks/stripe", { method: "POST", body, headers }),
    );
    return response.writeHead(reply.status).end(await reply.text());
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  stripe = await startStripe({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/api/webhooks/stripe`,
    webhookSecret: testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "",
    settleMs: 150,
    feeMs: 100,
  });
  process.env["STRIPE_API_BASE"] = stripe.url;
});
afterAll(async () => {
  await stripe.stop();
  receiver.closeAllConnections();
  receiver.close();
  await closeDb();
});

it("the doctor asks Stripe where it delivers events, and reports when that is elsewhere", async () => {
  const { port } = receiver.address() as AddressInfo;
  const here = `http://127.0.0.1:${port}/api/webhooks/stripe`;
  expect(await checkWebhook({ address: here, isSandbox: false })).toBe(
    `Stripe delivers all 20 kinds of events to ${here}`,
  );
  await expect(
    checkWebhook({ address: "https://a.example/api/webhooks/stripe", isSandbox: false }),
  ).rejects.toThrow("Stripe has no endpoint https://a.example/api/webhooks/stripe");
});

const ten = parseDollars("10") ?? 0n;

async function buy(actor: Actor, creditsNanos = ten) {
  const started = await startPurchase(actor, { creditsNanos });
  if (!started.ok) throw new Error(`not started: ${started.code}`);
  return started.value;
}

/** Submits the hosted page as a browser would. Returns its redirect URL. */
async function pay(url: string, fields: Record<string, string>): Promise<string | null> {
  const body = new URLSearchParams({ email: "ada@example.test", ...fields });
  const response = await fetch(url, { method: "POST", redirect: "manual", body });
  return response.headers.get("location");
}

const card = { method: "card", card: "4242 4242 4242 4242" };

/** Each look at the clock is a day later, when every unsettled purchase is due again. */
let days = 0;
const later = () => new Date(Date.now() + ++days * 86_400_000);

async function balanceOf({ workspaceId }: Actor) {
  return (await getBalance(workspaceId)).balanceNanos;
}

describe("a purchase at the hosted page", () => {
  it("costs $10.80, returns to its own page, and is credited with $10.00 and a receipt", async () => {
    webhookWorks = true;
    const { actor } = await createWorkspace();
    const { purchaseId, url } = await buy(actor);
    expect(await findPurchase(actor, purchaseId)).toMatchObject({
      state: "open",
      totalNanos: parseDollars("10.8"),
      checkoutUrl: url,
    });
    expect(await (await fetch(url)).text()).toContain("Service fee");
    expect(await pay(url, card)).toBe(`http://localhost:3999/credits?purchase=${purchaseId}`);
    await expect
      .poll(async () => (await findPurchase(actor, purchaseId))?.state, { timeout: 5_000 })
      .toBe("credited");
    expect(await balanceOf(actor)).toBe(ten);
    await expect
      .poll(async () => (await findPurchase(actor, purchaseId))?.receiptUrl, { timeout: 5_000 })
      .toMatch(/^http/);
    expect(await findPurchase(actor, purchaseId)).toMatchObject({ method: "visa 4242", checkoutUrl: null });
    expect(await checkPurchases(later)).toMatchObject({ changed: 0, failed: 0 });
    expect(await balanceOf(actor)).toBe(ten);
  });

  it("is paid only when Stripe says so, no matter who opens the return URL", async () => {
    webhookWorks = false;
    const { actor } = await createWorkspace();
    const { actor: otherActor } = await createWorkspace();
    const { purchaseId, url } = await buy(actor);
    expect(await checkPayment(actor, purchaseId)).toBe("missing");
    expect(await checkPayment(otherActor, purchaseId)).toBeNull();
    await pay(url, card);
    expect(await checkPayment(actor, purchaseId)).toBe("made");
    expect(await balanceOf(actor)).toBe(0n);
    expect(await checkPayment({ ...actor, role: "member" }, purchaseId)).toBeNull();
    // Paid, and no event arrived. It must not be left for the next test's poller to find.
    expect(await checkPurchases(later)).toMatchObject({ changed: 1, failed: 0 });
    expect(await balanceOf(actor)).toBe(ten);
  });

  it("is pending while Alipay settles", async () => {
    webhookWorks = true;
    const { actor } = await createWorkspace();
    const { purchaseId, url } = await buy(actor);
    await pay(url, { method: "alipay" });
    await expect
      .poll(async () => (await findPurchase(actor, purchaseId))?.state, { interval: 10, timeout: 5_000 })
      .toMatch(/pending|credited/);
    await expect
      .poll(async () => (await findPurchase(actor, purchaseId))?.state, { timeout: 5_000 })
      .toBe("credited");
    expect(await balanceOf(actor)).toBe(ten);
  });

  it("creates one customer per workspace, also when two tabs buy concurrently", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const [one, two] = await Promise.all([buy(actor), buy(actor)]);
    expect(one.purchaseId).not.toBe(two.purchaseId);
    expect(await db().stripeCustomer.count({ where: { workspaceId } })).toBe(1);
  });

  it("continues when Stripe no longer knows the customer", async () => {
    const { actor, workspaceId } = await createWorkspace();
    await db().stripeCustomer.create({ data: { workspaceId, customerId: `cus_lost${workspaceId}` } });
    await buy(actor);
    const row = await db().stripeCustomer.findUniqueOrThrow({ where: { workspaceId } });
    expect(row.customerId).not.toContain("lost");
  });

  it("rejects members and amounts out of bounds, without a row", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const member = { ...actor, role: "member" as const };
    expect(await startPurchase(member, { creditsNanos: ten })).toMatchObject({
      ok: false,
      code: "not_allowed",
    });
    for (const amount of ["4.99", "25000.01", "10.001"]) {
      const failed = await startPurchase(actor, { creditsNanos: parseDollars(amount) ?? 0n });
      expect(failed).toMatchObject({ ok: false, code: "invalid_amount", field: "amount" });
    }
    expect(await db().purchase.count({ where: { workspaceId } })).toBe(0);
  });
});

describe("when webhooks never arrive", () => {
  it("the poller credits what was paid, once, with its receipt", async () => {
    webhookWorks = false;
    const { actor } = await createWorkspace();
    const { purchaseId, url } = await buy(actor);
    await pay(url, card);
    expect(await checkPurchases()).toMatchObject({ changed: 0 });
    expect(await checkPurchases(later)).toMatchObject({ changed: 1, failed: 0 });
    await Promise.all([checkPurchases(later), checkPurchases(later)]);
    expect(await balanceOf(actor)).toBe(ten);
    expect(await findPurchase(actor, purchaseId)).toMatchObject({ state: "credited", method: "visa 4242" });
  });

  it("the poller follows an asynchronous payment, and leaves an unpaid page open", async () => {
    webhookWorks = false;
    const { actor } = await createWorkspace();
    const [paid, unpaid] = [await buy(actor), await buy(actor)];
    await pay(paid.url, { method: "alipay" });
    const settled = async () => {
      await checkPurchases(later);
      return (await findPurchase(actor, paid.purchaseId))?.state;
    };
    await expect.poll(settled, { timeout: 5_000 }).toBe("credited");
    expect((await findPurchase(actor, unpaid.purchaseId))?.state).toBe("open");
    expect(await balanceOf(actor)).toBe(ten);
  });

  it("closes purchases that Stripe does not know; one that cannot be checked does not stop the rest", async () => {
    webhookWorks = false;
    const { actor } = await createWorkspace();
    const [lost, good] = [await buy(actor), await buy(actor)];
    await db().purchase.update({
      where: { id: lost.purchaseId },
      data: { checkoutSessionId: "cs_test_unknown" },
    });
    await pay(good.url, card);
    await checkPurchases(later);
    expect((await findPurchase(actor, lost.purchaseId))?.state).toBe("expired");
    expect((await findPurchase(actor, good.purchaseId))?.state).toBe("credited");
  });
});

describe("a dispute that arrives before its payment", () => {
  it("finds its purchase by asking Stripe, and counts after the credit", async () => {
    webhookWorks = false;
    const { actor } = await createWorkspace();
    const { purchaseId, url } = await buy(actor);
    await pay(url, card);
    const { checkoutSessionId } = await db().purchase.findUniqueOrThrow({ where: { id: purchaseId } });
    const response = await fetch(`${stripe.url}/v1/checkout/sessions/${checkoutSessionId}`, {
      headers: { authorization: `Bearer ${testEnvironment["STRIPE_SECRET_KEY"]}` },
    });
    const session: { payment_intent: string } = await response.json();
    const dispute = {
      id: `dp_${purchaseId}`,
      amount: 1080,
      status: "needs_response",
      payment_intent: session.payment_intent,
    };
    expect(await applyStripeEvent(stripeEvent("charge.dispute.created", dispute))).toEqual({
      outcome: "applied",
    });
    expect(await balanceOf(actor)).toBe(0n);
    await checkPurchases(later);
    expect(await findPurchase(actor, purchaseId)).toMatchObject({ state: "credited", reversedNanos: ten });
    expect(await balanceOf(actor)).toBe(0n);
    const foreign = { ...dispute, id: "dp_foreign", payment_intent: "pi_foreign" };
    expect(await applyStripeEvent(stripeEvent("charge.dispute.created", foreign))).toEqual({
      outcome: "ignored",
    });
  });
});

describe("visibility of a purchase", () => {
  it("is visible only to its workspace's owners and admins", async () => {
    const [mine, other] = [await createWorkspace(), await createWorkspace()];
    const { purchaseId } = await buy(mine.actor);
    expect(await findPurchase(other.actor, purchaseId)).toBeNull();
    expect(await findPurchase({ ...mine.actor, role: "member" }, purchaseId)).toBeNull();
    expect(await findPurchase(mine.actor, "not an id")).toBeNull();
    expect((await listPurchases(other.actor)).rows).toEqual([]);
    expect((await listPurchases({ ...mine.actor, role: "member" })).rows).toEqual([]);
    expect((await listPurchases(mine.actor, { cursor: "garbage" })).rows.map(({ id }) => id)).toEqual([
      purchaseId,
    ]);
  });

  it("pages reach the first purchase without a gap", async () => {
    const { actor } = await createWorkspace();
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) made.unshift((await buy(actor)).purchaseId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listPurchases>> = await listPurchases(actor, {
        cursor,
        limit: 2,
      });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(made);
    expect(await listUnsettledPurchases(actor)).toEqual([]);
  });
});

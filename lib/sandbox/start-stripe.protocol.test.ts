import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { portOf, readBody, type Running } from "./http/serve";
import { startStripe } from "./start-stripe";

let types: string[];
let failNext: number;
let sink: Server;
let webhookUrl: string;
let running: Running;
let stripe: Stripe;

const start = async (dataDir?: string) => {
  running = await startStripe({
    port: 0,
    webhookUrl,
    webhookSecret: "whsec_test_secret",
    settleMs: 60,
    feeMs: 60,
    dataDir,
  });
  const { hostname: host, port } = new URL(running.url);
  stripe = new Stripe("sk_test_sandbox", {
    protocol: "http",
    host,
    port,
    telemetry: false,
    maxNetworkRetries: 0,
  });
};
beforeEach(async () => {
  types = [];
  failNext = 0;
  sink = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (failNext > 0) {
        failNext -= 1;
        return response.writeHead(500).end();
      }
      types.push(JSON.parse(body).type);
      return response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
  webhookUrl = `http://127.0.0.1:${portOf(sink.address())}/hook`;
  await start();
});
afterEach(async () => {
  await running.stop();
  sink.closeAllConnections();
  await new Promise((resolve) => sink.close(resolve));
});

/** Timeout for steps whose duration depends on the machine. */
const patiently = { timeout: 20_000 };

const control = async (name: string, body: object = {}) => {
  const response = await fetch(`${running.url}/_emulator/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return response.json();
};
const session: Stripe.Checkout.SessionCreateParams = {
  mode: "payment",
  line_items: [
    { quantity: 1, price_data: { currency: "usd", unit_amount: 1000, product_data: { name: "Credits" } } },
  ],
  success_url: "http://shop.test/?s={CHECKOUT_SESSION_ID}",
};
const post = (target: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${running.url}${target}`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk_test_x",
      "content-type": "application/x-www-form-urlencoded",
      "stripe-version": Stripe.API_VERSION,
      ...headers,
    },
    body,
  });

describe("requests", () => {
  it("need a test key", async () => {
    expect((await post("/v1/customers", "", { authorization: "" })).status).toBe(401);
    expect((await post("/v1/customers", "", { authorization: "Bearer sk_live_x" })).status).toBe(401);
    const basic = `Basic ${Buffer.from("sk_test_x:").toString("base64")}`;
    expect((await post("/v1/customers", "", { authorization: basic })).status).toBe(200);
  });

  it("are rejected with the name of the wrong parameter", async () => {
    const body = "amount=1.5&currency=usd";
    expect((await (await post("/v1/payment_intents", body)).json()).error).toMatchObject({
      code: "parameter_invalid_integer",
      param: "amount",
      type: "invalid_request_error",
    });
    expect((await (await post("/v1/payment_intents", "currency=usd")).json()).error).toMatchObject({
      code: "parameter_missing",
    });
    expect((await (await post("/v1/customers", "nmae=x")).json()).error).toMatchObject({
      code: "parameter_unknown",
      param: "nmae",
    });
    expect((await (await post("/v1/payment_intents", "payment_method_types[]=card")).json()).error.code).toBe(
      "payment_method_types_no_longer_supported",
    );
    const nested = "mode=payment&success_url=x&line_items[0][price_data][color]=red";
    expect((await (await post("/v1/checkout/sessions", nested)).json()).error.param).toBe(
      "line_items[0][price_data][color]",
    );
    expect((await post("/v1/customers", "nmae=x", { "stripe-version": "2020-08-27" })).status).toBe(200);
    await expect(stripe.customers.retrieve("cus_none")).rejects.toMatchObject({
      code: "resource_missing",
      statusCode: 404,
    });
  });

  it("carry an id and the version", async () => {
    const customer = await stripe.customers.create({ name: "Ada" });
    expect(customer.lastResponse.requestId).toMatch(/^req_/);
    expect(customer.lastResponse.apiVersion).toBe(Stripe.API_VERSION);
    await stripe.customers.update(customer.id, { metadata: { a: "1", b: "2" } });
    const updated = await stripe.customers.update(customer.id, { metadata: { a: "" }, name: "" });
    expect(updated).toMatchObject({ metadata: { b: "2" }, name: null });
    expect(await stripe.customers.del(customer.id)).toMatchObject({ deleted: true });
  });

  it("are paged by cursors in both directions", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await stripe.customers.create({ name });
    const names: (string | null | undefined)[] = [];
    for await (const customer of stripe.customers.list({ limit: 2 })) names.push(customer.name);
    expect(names).toEqual(["e", "d", "c", "b", "a"]);
    const [, , third] = (await stripe.customers.list()).data;
    expect((await stripe.customers.list({ ending_before: third?.id, limit: 1 })).data[0]?.name).toBe("d");
    expect((await stripe.customers.list({ created: { gt: 9_999_999_999 } })).data).toEqual([]);
  });
});

describe("idempotency", () => {
  it("executes once, replays the response, and rejects another request with the same key", async () => {
    const first = await stripe.checkout.sessions.create(session, { idempotencyKey: "topup:1" });
    const again = await stripe.checkout.sessions.create(session, { idempotencyKey: "topup:1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(again.lastResponse.headers["original-request"]).toBe(first.lastResponse.requestId);
    const other = stripe.checkout.sessions.create(
      { ...session, client_reference_id: "x" },
      { idempotencyKey: "topup:1" },
    );
    await expect(other).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  // The second gets 409 if it arrives while the first is running, else the same response again: it depends on the machine.
  it("executes once for two requests at a time, and frees the key after a validation error", async () => {
    const body = "email=ada%40example.test";
    const both = await Promise.all([1, 2].map(() => post("/v1/customers", body, { "idempotency-key": "k" })));
    const made = (await stripe.customers.list()).data;
    expect(made).toHaveLength(1);
    const successes = both.filter(({ status }) => status === 200);
    expect(successes.length + both.filter(({ status }) => status === 409).length).toBe(2);
    expect(successes).not.toEqual([]);
    for (const response of successes) expect(await response.json()).toMatchObject({ id: made[0]?.id });
    expect((await post("/v1/payment_intents", "currency=usd", { "idempotency-key": "m" })).status).toBe(400);
    expect(
      (await post("/v1/payment_intents", "currency=usd&amount=500", { "idempotency-key": "m" })).status,
    ).toBe(200);
  });

  it("survives a lost response", async () => {
    await control("fault", { method: "POST", path: "/v1/customers", drop: true, after: true });
    const retrying = new Stripe("sk_test_sandbox", {
      protocol: "http",
      host: "127.0.0.1",
      port: running.port,
      telemetry: false,
      maxNetworkRetries: 2,
    });
    await retrying.customers.create({ name: "Once" });
    expect((await stripe.customers.list()).data).toHaveLength(1);
    await control("fault", { method: "GET", path: "/v1/customers", status: 503, times: 1 });
    await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 503 });
  });
});

describe("webhooks", () => {
  it("are repeated until they are accepted", async () => {
    failNext = 1;
    await stripe.customers.create({});
    await expect.poll(() => types, { timeout: 3_000 }).toEqual(["customer.created"]);
    const [delivery] = (await control("deliveries")).data;
    expect(delivery).toMatchObject({ state: "delivered", attempts: [{ status: 500 }, { status: 200 }] });
  });

  it("can be held, reordered, duplicated and resent", async () => {
    await control("duplicate", { times: 2 });
    await control("pause");
    const opened = await stripe.checkout.sessions.create(session);
    await control("complete", { session: opened.id });
    expect(types).toEqual([]);
    await control("release", { order: "reverse", parallel: false });
    // The charge is updated some time later, on a slow machine among the held ones.
    const held = () => types.filter((type) => type !== "charge.updated");
    await expect.poll(() => held().length, patiently).toBeGreaterThanOrEqual(8);
    expect(held().slice(0, 2)).toEqual(["checkout.session.completed", "checkout.session.completed"]);
    const [event] = (await stripe.events.list({ type: "payment_intent.succeeded" })).data;
    // Some of the first deliveries may still be on their way, so only the final count matters.
    await control("resend", { event: event?.id, times: 3, parallel: true });
    const arrived = () => types.filter((type) => type === "payment_intent.succeeded").length;
    await expect.poll(arrived, patiently).toBe(2 + 3);
  }, 60_000);
});

describe("a restart", () => {
  it("keeps open sessions, and pending deliveries still arrive", async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), "sandbox-stripe-"));
    await running.stop();
    await start(dataDir);
    const opened = await stripe.checkout.sessions.create(session);
    const later = await stripe.checkout.sessions.create(session);
    await control("complete", { session: later.id, method: "alipay" });
    await running.stop();
    await start(dataDir);
    const kept = await stripe.checkout.sessions.retrieve(opened.id);
    expect(kept.url).toContain(running.url);
    expect((await fetch(kept.url ?? "")).status).toBe(200);
    await expect.poll(() => types).toContain("checkout.session.async_payment_succeeded");
    await rm(dataDir, { recursive: true, force: true });
  });
});

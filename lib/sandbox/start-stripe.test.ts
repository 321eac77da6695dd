import { createServer, type Server } from "node:http";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { portOf, readBody, type Running } from "./http/serve";
import { startStripe } from "./start-stripe";

const secret = "whsec_sandbox_test_secret";
let received: Stripe.Event[];
let failNext: number;
let sink: Server;
let running: Running;
let stripe: Stripe;

beforeEach(async () => {
  received = [];
  failNext = 0;
  sink = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (failNext > 0) {
        failNext -= 1;
        return response.writeHead(500).end();
      }
      received.push(
        stripe.webhooks.constructEvent(body, String(request.headers["stripe-signature"]), secret),
      );
      return response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
  const webhookUrl = `http://127.0.0.1:${portOf(sink.address())}/hook`;
  running = await startStripe({ port: 0, webhookUrl, webhookSecret: secret, settleMs: 60, feeMs: 60 });
  const { hostname: host, port } = new URL(running.url);
  stripe = new Stripe("sk_test_sandbox", {
    protocol: "http",
    host,
    port,
    telemetry: false,
    maxNetworkRetries: 0,
  });
});
afterEach(async () => {
  await running.stop();
  sink.closeAllConnections();
  await new Promise((resolve) => sink.close(resolve));
});

const control = async (name: string, body: object = {}) => {
  const response = await fetch(`${running.url}/_emulator/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return response.json();
};
const types = () => received.map((event) => event.type);
const line = (name: string, unit_amount: number) => ({
  quantity: 1,
  price_data: { currency: "usd", unit_amount, product_data: { name } },
});
const open = (rest: Stripe.Checkout.SessionCreateParams = {}) =>
  stripe.checkout.sessions.create({
    mode: "payment",
    line_items: [line("Credits", 1000), line("Service fee", 80)],
    success_url: "http://shop.test/credits?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://shop.test/credits",
    client_reference_id: "purchase_1",
    metadata: { purchase: "1" },
    payment_intent_data: { metadata: { purchase: "1" } },
    allowed_payment_method_types: ["card", "alipay", "crypto"],
    ...rest,
  });
const press = (session: Stripe.Checkout.Session, form: Record<string, string>) =>
  fetch(session.url ?? "", { method: "POST", redirect: "manual", body: new URLSearchParams(form) });

describe("checkout by card", () => {
  it("sends signed events in the usual order, with the fee known only later", async () => {
    const session = await open();
    expect(session).toMatchObject({
      amount_total: 1080,
      payment_status: "unpaid",
      status: "open",
      payment_intent: null,
    });
    const response = await press(session, {
      method: "card",
      email: "ada@example.test",
      card: "4242 4242 4242 4242",
    });
    expect(response.headers.get("location")).toBe(`http://shop.test/credits?session=${session.id}`);
    await expect
      .poll(types)
      .toEqual([
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
      ]);
    const charge = received[1]?.data.object;
    expect(charge).toMatchObject({ object: "charge", amount: 1080, balance_transaction: null });
    expect(received[3]?.data.object).toMatchObject({
      payment_status: "paid",
      client_reference_id: "purchase_1",
      metadata: { purchase: "1" },
      amount_total: 1080,
    });
    expect(received[0]).toMatchObject({ api_version: Stripe.API_VERSION, livemode: false });

    const whole = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["line_items", "payment_intent.latest_charge.balance_transaction"],
    });
    expect(whole.line_items?.data.map((item) => item.amount_total)).toEqual([1000, 80]);
    expect(whole.payment_intent).toMatchObject({
      latest_charge: { balance_transaction: { fee: 61, net: 1019 } },
    });
    const intent = whole.payment_intent;
    const latest = intent && typeof intent !== "string" ? intent.latest_charge : null;
    const receipt = latest && typeof latest !== "string" ? await fetch(latest.receipt_url ?? "") : null;
    expect(await receipt?.text()).toContain("Service fee");
  });

  it.each([
    ["4000000000000002", "Your card was declined."],
    ["4000000000009995", "Your card has insufficient funds."],
    ["1234", "test card numbers only"],
  ])("keeps the payer on the page when %s is declined, and accepts another card", async (card, reason) => {
    const session = await open();
    const declined = await press(session, { method: "card", email: "ada@example.test", card });
    expect(declined.status).toBe(422);
    const page = await declined.text();
    expect(page).toContain(reason);
    // What was typed stays, except for a number that may be a real card's; then that field has the focus.
    expect(page).toContain('value="ada@example.test"');
    const isTestCard = card.length === 16;
    expect(page.includes(`value="${card}"`)).toBe(isTestCard);
    expect(/<p[^>]* autofocus/.test(page)).toBe(isTestCard);
    expect(/<input id="card"[^>]* autofocus/.test(page)).toBe(!isTestCard);
    const paid = await press(session, {
      method: "card",
      email: "ada@example.test",
      card: "4242424242424242",
    });
    expect(paid.status).toBe(303);
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
  });

  it("shows the address of the customer until the payer types another", async () => {
    const customer = await stripe.customers.create({ email: "grace@example.test" });
    const session = await open({ customer: customer.id });
    expect(await (await fetch(session.url ?? "")).text()).toContain('value="grace@example.test"');
  });

  it("sends the payer to the bank and back", async () => {
    const session = await open();
    const first = await press(session, {
      method: "card",
      email: "ada@example.test",
      card: "4000000000003220",
    });
    const bank = `${running.url}${first.headers.get("location")}`;
    expect(await (await fetch(bank)).text()).toContain("Complete authentication");
    const done = await fetch(bank, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ answer: "confirm" }),
    });
    expect(done.headers.get("location")).toContain(session.id);
    await expect.poll(types).toContain("checkout.session.completed");
    expect(types()).toContain("payment_intent.requires_action");
  });
});

describe("checkout with other methods", () => {
  it("completes unpaid and is paid later", async () => {
    const session = await open();
    await control("complete", { session: session.id, method: "alipay" });
    await expect.poll(types).toContain("checkout.session.async_payment_succeeded");
    const completed = received.find((event) => event.type === "checkout.session.completed");
    expect(completed?.data.object).toMatchObject({ payment_status: "unpaid", status: "complete" });
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
  });

  it("can fail, expire, and be expired only once", async () => {
    const failing = await open();
    await control("complete", { session: failing.id, method: "crypto", mode: "fail" });
    await expect.poll(types).toContain("checkout.session.async_payment_failed");
    const session = await open();
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe("expired");
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toThrow(/status/);
    expect((await fetch(`${running.url}/c/pay/${session.id}`)).status).toBe(410);
  });

  it("saves a card for later", async () => {
    const customer = await stripe.customers.create({ email: "ada@example.test" });
    const session = await open({
      customer: customer.id,
      payment_method_options: { card: { setup_future_usage: "off_session" } },
    });
    await control("complete", { session: session.id });
    const saved = await stripe.paymentMethods.list({ customer: customer.id });
    expect(saved.data).toMatchObject([{ card: { brand: "visa", last4: "4242" }, customer: customer.id }]);
  });
});

describe("payments without the payer", () => {
  const charge = async (token: string) => {
    const customer = await stripe.customers.create({ email: "ada@example.test" });
    const method = await stripe.paymentMethods.attach(token, { customer: customer.id });
    return stripe.paymentIntents.create({
      amount: 2580,
      currency: "usd",
      customer: customer.id,
      payment_method: method.id,
      off_session: true,
      confirm: true,
    });
  };

  it("succeed immediately", async () => {
    expect(await charge("pm_card_visa")).toMatchObject({ status: "succeeded", amount_received: 2580 });
  });

  it("are declined with Stripe's codes and leave the intent open", async () => {
    const declined = charge("pm_card_chargeCustomerFail");
    await expect(declined).rejects.toBeInstanceOf(Stripe.errors.StripeCardError);
    await expect(declined).rejects.toMatchObject({
      code: "card_declined",
      decline_code: "generic_decline",
      payment_intent: { status: "requires_payment_method" },
    });
    await expect(charge("pm_card_authenticationRequired")).rejects.toMatchObject({
      code: "authentication_required",
    });
  });
});

describe("a paid charge", () => {
  it("is refunded in parts, never beyond the amount paid", async () => {
    const session = await control("complete", { session: (await open()).id });
    const payment_intent: string = session.payment_intent;
    expect(await stripe.refunds.create({ payment_intent, amount: 400 })).toMatchObject({
      status: "succeeded",
      amount: 400,
    });
    await expect(stripe.refunds.create({ payment_intent, amount: 700 })).rejects.toThrow(
      /greater than unrefunded/,
    );
    await stripe.refunds.create({ payment_intent });
    await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    await expect.poll(() => types().filter((type) => type === "charge.refunded").length).toBe(2);
    const charge = received.findLast((event) => event.type === "charge.refunded")?.data;
    expect(charge).toMatchObject({
      object: { amount_refunded: 1080 },
      previous_attributes: { amount_refunded: 400 },
    });
    expect((await stripe.refunds.list({ payment_intent, limit: 1 })).has_more).toBe(true);
  });

  it("is disputed, and the dispute is closed", async () => {
    await control("complete", { session: (await open()).id });
    const [charge] = (await stripe.charges.list()).data;
    const dispute = await control("dispute", { charge: charge?.id });
    await control("close_dispute", { dispute: dispute.id, status: "won" });
    await expect
      .poll(() => types().filter((type) => type.startsWith("charge.dispute")))
      .toEqual([
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
      ]);
  });
});

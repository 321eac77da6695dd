import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { purchaseOf, testStripe } from "./test-stripe";

const sandbox = testStripe();
const newCustomer = () => sandbox.stripe.customers.create({ email: "ada@example.test" });
const setupOf = (customer: string) =>
  sandbox.stripe.checkout.sessions.create({
    mode: "setup",
    currency: "usd",
    customer,
    success_url: "http://shop.test/credits",
    setup_intent_data: { metadata: { workspace: "w1" } },
  });
const pay = (session: Stripe.Checkout.Session, card: string) =>
  sandbox.press(session.url ?? "", { method: "card", email: "ada@example.test", card });

/** A customer with a saved card. */
async function saved(token = "pm_card_visa") {
  const customer = await newCustomer();
  const method = await sandbox.stripe.paymentMethods.attach(token, { customer: customer.id });
  return { customer: customer.id, method: method.id };
}

const offSession = (owner: { customer: string; method: string }, options?: Stripe.RequestOptions) =>
  sandbox.stripe.paymentIntents.create(
    {
      amount: 2580,
      currency: "usd",
      customer: owner.customer,
      payment_method: owner.method,
      off_session: true,
      confirm: true,
      metadata: { topup: "1" },
    },
    options,
  );

describe("a card is saved", () => {
  it("by a session in setup mode", async () => {
    const { stripe } = sandbox;
    const customer = await newCustomer();
    const session = await setupOf(customer.id);
    expect(session).toMatchObject({ payment_status: "no_payment_required", amount_total: null });
    expect((await pay(session, "5555 5555 5555 4444")).headers.get("location")).toBe(
      "http://shop.test/credits",
    );
    await expect
      .poll(sandbox.types)
      .toEqual([
        "customer.created",
        "setup_intent.created",
        "payment_method.attached",
        "setup_intent.succeeded",
        "checkout.session.completed",
      ]);
    const whole = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent"] });
    expect(whole.setup_intent).toMatchObject({
      status: "succeeded",
      customer: customer.id,
      metadata: { workspace: "w1" },
      usage: "off_session",
    });
    const [card] = (await stripe.customers.listPaymentMethods(customer.id, { type: "card" })).data;
    expect(card).toMatchObject({ card: { brand: "mastercard", last4: "4444" }, allow_redisplay: "limited" });
    expect(await stripe.customers.retrievePaymentMethod(customer.id, card?.id ?? "")).toMatchObject({
      customer: customer.id,
    });
  });

  it("after the bank's authentication, and not without", async () => {
    const { stripe, press, page } = sandbox;
    const customer = await newCustomer();
    const session = await setupOf(customer.id);
    const bank = (await pay(session, "4000002500003155")).headers.get("location") ?? "";
    expect(await page(bank)).toContain("confirm that you save this card");
    expect((await press(bank, { answer: "fail" })).status).toBe(422);
    await expect.poll(sandbox.types).toContain("setup_intent.setup_failed");
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);

    await pay(session, "4000002500003155");
    expect((await press(bank, { answer: "confirm" })).headers.get("location")).toBe(
      "http://shop.test/credits",
    );
    const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    const intent = await offSession({ customer: customer.id, method: card?.id ?? "" });
    expect(intent.status).toBe("succeeded");
  });

  it("when a payment with a session is paid, if it is a card", async () => {
    const { stripe, control } = sandbox;
    const customer = await newCustomer();
    const open = () =>
      stripe.checkout.sessions.create(
        purchaseOf({
          customer: customer.id,
          payment_method_options: { card: { setup_future_usage: "off_session" } },
          allowed_payment_method_types: ["card", "alipay"],
        }),
      );
    const session = await open();
    expect(session.payment_method_options?.card?.setup_future_usage).toBe("off_session");
    expect((await pay(session, "4000000000000002")).status).toBe(422);
    await control("complete", { session: (await open()).id, method: "alipay", mode: "succeed" });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
    await pay(session, "4242424242424242");
    const { data } = await stripe.customers.listPaymentMethods(customer.id);
    expect(data).toMatchObject([{ customer: customer.id, card: { last4: "4242" } }]);
    expect((await offSession({ customer: customer.id, method: data[0]?.id ?? "" })).status).toBe("succeeded");
  });

  it("and is no longer, when its session expires first", async () => {
    const session = await setupOf((await newCustomer()).id);
    await sandbox.stripe.checkout.sessions.expire(session.id);
    await expect.poll(sandbox.types).toContain("setup_intent.canceled");
  });
});

describe("a saved card", () => {
  it("is made the default and detached for good", async () => {
    const { stripe } = sandbox;
    const owner = await saved();
    const other = await saved();
    const wrong = { invoice_settings: { default_payment_method: other.method } };
    await expect(stripe.customers.update(owner.customer, wrong)).rejects.toMatchObject({
      code: "resource_missing",
    });
    await stripe.customers.update(owner.customer, {
      invoice_settings: { default_payment_method: owner.method },
    });
    await stripe.paymentMethods.detach(owner.method);
    const customer = await stripe.customers.retrieve(owner.customer);
    expect(customer).toMatchObject({ invoice_settings: { default_payment_method: null } });
    await expect
      .poll(() => sandbox.types().slice(-2))
      .toEqual(["payment_method.detached", "customer.updated"]);
    expect(sandbox.last("payment_method.detached")?.data).toMatchObject({
      object: { customer: null },
      previous_attributes: { customer: owner.customer },
    });
    await expect(offSession(owner)).rejects.toThrow(/may not be used again/);
    await expect(stripe.paymentMethods.attach(owner.method, { customer: owner.customer })).rejects.toThrow(
      /may not be used again/,
    );
  });

  it("goes with its customer", async () => {
    const { stripe } = sandbox;
    const owner = await saved();
    expect(await stripe.customers.del(owner.customer)).toMatchObject({ deleted: true });
    await expect.poll(sandbox.types).toContain("customer.deleted");
    expect((await stripe.paymentMethods.retrieve(owner.method)).customer).toBeNull();
    await expect(stripe.customers.listPaymentMethods(owner.customer)).rejects.toMatchObject({
      statusCode: 404,
    });
    await expect(offSession(owner)).rejects.toMatchObject({ code: "resource_missing", param: "customer" });
  });
});

/** Twice, because the package itself repeats a request once whose connection was closed. */
const lostResponse = { method: "POST", path: "/v1/payment_intents", drop: true, after: true, times: 2 };

describe("a payment while the customer is away", () => {
  it("is executed once although its response is lost", async () => {
    const { stripe, control } = sandbox;
    const owner = await saved();
    const options = { idempotencyKey: "topup:1" };
    await control("fault", lostResponse);
    await expect(offSession(owner, options)).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const [made] = (await stripe.paymentIntents.list({ customer: owner.customer })).data;
    expect(made).toMatchObject({ status: "succeeded", metadata: { topup: "1" } });
    const again = await offSession(owner, options);
    expect(again.id).toBe(made?.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await stripe.paymentIntents.list({ customer: owner.customer })).data).toHaveLength(1);
    await expect
      .poll(() => sandbox.types().filter((type) => type === "payment_intent.succeeded").length)
      .toBe(1);
  });

  it("is declined with the intent, and a repetition gets the same decline, also after a lost one", async () => {
    const { stripe, control } = sandbox;
    const owner = await saved("pm_card_chargeCustomerFail");
    const options = { idempotencyKey: "topup:2" };
    await control("fault", lostResponse);
    await expect(offSession(owner, options)).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const [made] = (await stripe.paymentIntents.list({ customer: owner.customer })).data;
    const refused = {
      statusCode: 402,
      code: "card_declined",
      decline_code: "generic_decline",
      payment_intent: { id: made?.id, status: "requires_payment_method", metadata: { topup: "1" } },
    };
    await expect(offSession(owner, options)).rejects.toMatchObject(refused);
    await expect(offSession(owner, options)).rejects.toMatchObject(refused);
    expect((await stripe.charges.list({ customer: owner.customer })).data).toMatchObject([{ paid: false }]);
    await expect.poll(sandbox.types).toContain("payment_intent.payment_failed");
  });

  it("that needs authentication is confirmed later with the customer present", async () => {
    const { stripe, press } = sandbox;
    const owner = await saved("pm_card_authenticationRequired");
    const error: unknown = await offSession(owner).catch((reason: unknown) => reason);
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    expect(error).toMatchObject({ statusCode: 402, code: "authentication_required" });
    const id = error.payment_intent?.id ?? "";
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "authentication_required", payment_method: { id: owner.method } },
    });
    const confirm = async () => {
      const return_url = "http://shop.test/credits?x=1";
      const present = await stripe.paymentIntents.confirm(id, { payment_method: owner.method, return_url });
      expect(present.status).toBe("requires_action");
      return present.next_action?.redirect_to_url?.url ?? "";
    };
    const failed = await press(await confirm(), { answer: "fail" });
    expect(failed.headers.get("location")).toContain("redirect_status=failed");
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe("requires_payment_method");

    const done = new URL((await press(await confirm(), { answer: "confirm" })).headers.get("location") ?? "");
    expect(Object.fromEntries(done.searchParams)).toMatchObject({
      x: "1",
      payment_intent: id,
      redirect_status: "succeeded",
    });
    await expect.poll(() => sandbox.last("payment_intent.succeeded")?.data.object).toMatchObject({ id });
  });

  it("that needs authentication is paid through a session instead, and the first intent canceled", async () => {
    const { stripe, press } = sandbox;
    const owner = await saved("pm_card_authenticationRequired");
    await expect(offSession(owner)).rejects.toMatchObject({ code: "authentication_required" });
    const [first] = (await stripe.paymentIntents.list({ customer: owner.customer })).data;
    const canceled = await stripe.paymentIntents.cancel(first?.id ?? "", {
      cancellation_reason: "abandoned",
    });
    expect(canceled).toMatchObject({ status: "canceled", cancellation_reason: "abandoned" });
    await expect(stripe.paymentIntents.cancel(canceled.id)).rejects.toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    const session = await stripe.checkout.sessions.create(purchaseOf({ customer: owner.customer }));
    const bank = (await pay(session, "4000002760003184")).headers.get("location") ?? "";
    await press(bank, { answer: "confirm" });
    await expect.poll(sandbox.types).toContain("payment_intent.succeeded");
    expect(sandbox.types()).toContain("payment_intent.canceled");
  });

  it("must be confirmed at once", async () => {
    const params = { amount: 500, currency: "usd", off_session: true };
    await expect(sandbox.stripe.paymentIntents.create(params)).rejects.toMatchObject({
      param: "off_session",
    });
  });
});

import { describe, expect, it } from "vitest";
import { purchaseOf, testStripe } from "./test-stripe";

const sandbox = testStripe();

describe("someone in the dashboard", () => {
  it("makes a payment for a customer that no session of the product belongs to", async () => {
    const { stripe, control } = sandbox;
    const customer = await stripe.customers.create({ email: "ada@example.test" });
    const paid = await control("pay", { customer: customer.id, amount: 2500, metadata: { note: "by hand" } });
    const intent = await stripe.paymentIntents.retrieve(paid.id, { expand: ["latest_charge"] });
    expect(intent).toMatchObject({
      status: "succeeded",
      amount_received: 2500,
      customer: customer.id,
      metadata: { note: "by hand" },
      latest_charge: { paid: true, customer: customer.id },
    });
    expect((await stripe.checkout.sessions.list({ payment_intent: paid.id })).data).toEqual([]);
    await expect
      .poll(() => sandbox.last("payment_intent.succeeded"))
      .toMatchObject({
        data: { object: { id: paid.id } },
        request: { id: null },
      });
    expect((await control("pay", { customer: "cus_none", amount: 2500 })).error.code).toBe(
      "resource_missing",
    );
    const declined = await control("pay", { amount: 2500, token: "4000000000000002" });
    expect(declined.error).toMatchObject({ code: "card_declined", payment_intent: { customer: null } });
  });
});

describe("an open session", () => {
  it("is expired once through the API, with an event", async () => {
    const { stripe } = sandbox;
    const session = await stripe.checkout.sessions.create(purchaseOf());
    expect(await stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: "expired", url: null });
    await expect
      .poll(() => sandbox.last("checkout.session.expired")?.data.object)
      .toMatchObject({ id: session.id, payment_status: "unpaid" });
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({ statusCode: 400 });
    await sandbox.control("complete", { session: session.id });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { purchaseOf, testStripe } from "./test-stripe";

const sandbox = testStripe();

async function openPortal() {
  const { stripe } = sandbox;
  const customer = await stripe.customers.create({ email: "ada@example.test" });
  const session = await stripe.billingPortal.sessions.create({
    customer: customer.id,
    return_url: "http://shop.test/credits",
  });
  const cards = async () => (await stripe.customers.listPaymentMethods(customer.id)).data;
  const standard = async () => {
    const now = await stripe.customers.retrieve(customer.id);
    return now.deleted ? null : now.invoice_settings.default_payment_method;
  };
  const press = (form: Record<string, string>) => sandbox.press(session.url, form);
  return { customer: customer.id, session, cards, standard, press };
}
const add = (card: string) => ({ action: "add", card, default: "on" });

describe("the customer portal", () => {
  it("adds cards, makes one the default, and removes it, with the events of each", async () => {
    const { session, cards, standard, press } = await openPortal();
    const empty = await sandbox.page(session.url);
    for (const text of ["No card is saved", "ada@example.test", 'href="http://shop.test/credits"'])
      expect(empty).toContain(text);
    expect((await press(add("4242 4242 4242 4242"))).status).toBe(303);
    const [visa] = await cards();
    expect(await standard()).toBe(visa?.id);
    await press({ action: "add", card: "5555555555554444" });
    const [mastercard] = await cards();
    expect(mastercard?.card?.brand).toBe("mastercard");
    expect(await standard()).toBe(visa?.id);

    const page = await sandbox.page(session.url);
    expect(page).toContain('aria-label="Make default: Mastercard ending in 4444"');
    expect(page).not.toContain("Make default: Visa");
    await press({ action: "default", method: mastercard?.id ?? "" });
    expect(await standard()).toBe(mastercard?.id);
    await press({ action: "remove", method: mastercard?.id ?? "" });
    expect(await standard()).toBeNull();
    expect((await cards()).map(({ id }) => id)).toEqual([visa?.id]);
    await expect
      .poll(sandbox.types)
      .toEqual([
        "customer.created",
        "billing_portal.session.created",
        ...["setup_intent.created", "payment_method.attached", "setup_intent.succeeded", "customer.updated"],
        ...["setup_intent.created", "payment_method.attached", "setup_intent.succeeded"],
        "customer.updated",
        ...["payment_method.detached", "customer.updated"],
      ]);
    expect(sandbox.last("customer.updated")?.data).toMatchObject({
      object: { invoice_settings: { default_payment_method: null } },
      previous_attributes: { invoice_settings: { default_payment_method: mastercard?.id } },
    });
  });

  it("explains why a card was not added", async () => {
    const { cards, press } = await openPortal();
    const declined = await press(add("4000000000000002"));
    expect(declined.status).toBe(422);
    expect(await declined.text()).toContain("Your card was declined.");
    const foreign = await (await press(add("1234 5678"))).text();
    expect(foreign).toContain("test card numbers only");
    // A number that may be a real card's is not repeated.
    expect(foreign).not.toContain("1234 5678");
    expect(await (await press(add(""))).text()).toContain("Enter a card number.");
    expect(await cards()).toEqual([]);
  });

  it("sends a card to the bank first, if the bank wants it", async () => {
    const { cards, press } = await openPortal();
    const bank = (await press(add("4000002500003155"))).headers.get("location") ?? "";
    expect(await sandbox.page(bank)).toContain("that you save this card");
    expect((await sandbox.press(bank, { answer: "fail" })).status).toBe(422);
    expect(await cards()).toEqual([]);
    await press(add("4000002500003155"));
    await sandbox.press(bank, { answer: "confirm" });
    expect(await cards()).toMatchObject([{ card: { last4: "3155" } }]);
  });

  it("touches the cards of its customer only", async () => {
    const one = await openPortal();
    const other = await openPortal();
    await one.press(add("4242424242424242"));
    const [card] = await one.cards();
    await other.press({ action: "remove", method: card?.id ?? "" });
    await other.press({ action: "default", method: card?.id ?? "" });
    expect(await one.cards()).toHaveLength(1);
    expect(await other.standard()).toBeNull();
  });

  it("shows the customer's invoices, and is gone with the customer", async () => {
    const { stripe, control } = sandbox;
    const { customer, session } = await openPortal();
    const invoiced = purchaseOf({ customer, invoice_creation: { enabled: true } });
    await control("complete", { session: (await stripe.checkout.sessions.create(invoiced)).id });
    const [invoice] = (await stripe.invoices.list({ customer })).data;
    expect(await sandbox.page(session.url)).toContain(`href="${invoice?.hosted_invoice_url}"`);
    await stripe.customers.del(customer);
    expect((await fetch(session.url)).status).toBe(404);
    await expect(stripe.billingPortal.sessions.create({ customer })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it("leads straight to a new card and back, in the flow for it", async () => {
    const { customer, standard } = await openPortal();
    const { stripe } = sandbox;
    const redirect = { return_url: "http://shop.test/credits?card=added" };
    const flow = await stripe.billingPortal.sessions.create({
      customer,
      flow_data: { type: "payment_method_update", after_completion: { type: "redirect", redirect } },
    });
    expect(await sandbox.page(flow.url)).not.toContain("No card is saved");
    const done = await sandbox.press(flow.url, add("4242424242424242"));
    expect(done.headers.get("location")).toBe(redirect.return_url);
    expect(await standard()).toMatch(/^pm_/);
    const unknown = { customer, flow_data: { type: "customer_update" } };
    await expect(stripe.billingPortal.sessions.create(unknown)).rejects.toMatchObject({ statusCode: 400 });
  });
});

import { describe, expect, it } from "vitest";
import { purchaseOf, testStripe } from "./test-stripe";

const sandbox = testStripe();

/** A customer, and a payment of theirs of $10.80. */
async function paid() {
  const customer = await sandbox.stripe.customers.create({ name: "Ada Lovelace", email: "ada@example.test" });
  const session = await sandbox.stripe.checkout.sessions.create(purchaseOf({ customer: customer.id }));
  await sandbox.control("complete", { session: session.id });
  const { payment_intent: intent } = await sandbox.stripe.checkout.sessions.retrieve(session.id);
  return { customer: customer.id, intent: String(intent) };
}

const draft = (customer: string) =>
  sandbox.stripe.invoices.create({
    customer,
    collection_method: "send_invoice",
    days_until_due: 0,
    auto_advance: false,
    metadata: { purchase_id: "1" },
    custom_fields: [{ name: "Reference", value: "4711" }],
  });
const lines = [
  { amount: 1_000, description: "Credits" },
  { amount: 80, description: "Service fee" },
];

describe("an invoice that is written for a payment", () => {
  it("is drafted, gets its lines, is finalized, and is paid by the payment", async () => {
    const { invoices } = sandbox.stripe;
    const { customer, intent } = await paid();
    const { id } = await draft(customer);
    expect(await invoices.addLines(id, { lines })).toMatchObject({
      status: "draft",
      total: 1_080,
      number: null,
    });
    expect(await invoices.finalizeInvoice(id, { auto_advance: false })).toMatchObject({
      status: "open",
      amount_remaining: 1_080,
    });
    const done = await invoices.attachPayment(id, { payment_intent: intent });
    expect(done).toMatchObject({
      status: "paid",
      amount_paid: 1_080,
      customer_name: "Ada Lovelace",
      custom_fields: [{ name: "Reference", value: "4711" }],
      metadata: { purchase_id: "1" },
    });
    expect(done.number).toMatch(/-0001$/);
    expect(done.lines.data.map(({ description }) => description)).toEqual(["Credits", "Service fee"]);
    await expect.poll(sandbox.types).toContain("invoice.paid");
    const page = await sandbox.page(done.hosted_invoice_url ?? "");
    for (const text of ["Service fee", "$10.80", "4711"]) expect(page).toContain(text);
  });

  it("takes no step twice or too early, and no payment of someone else or of another amount", async () => {
    const { invoices } = sandbox.stripe;
    const { customer, intent } = await paid();
    const { id } = await draft(customer);
    await expect(invoices.attachPayment(id, { payment_intent: intent })).rejects.toThrow(/must be open/);
    await invoices.addLines(id, { lines: [{ amount: 1_000, description: "Credits" }] });
    await invoices.finalizeInvoice(id);
    await expect(invoices.addLines(id, { lines })).rejects.toThrow(/must be draft/);
    await expect(invoices.attachPayment(id, { payment_intent: intent })).rejects.toThrow(/another amount/);
    const other = await draft((await paid()).customer);
    await invoices.addLines(other.id, { lines });
    await invoices.finalizeInvoice(other.id);
    await expect(invoices.attachPayment(other.id, { payment_intent: intent })).rejects.toThrow(/customers/);
    await expect(invoices.create({ customer, collection_method: "send_invoice" })).rejects.toMatchObject({
      param: "days_until_due",
    });
    await expect(invoices.create({ customer, auto_advance: true })).rejects.toMatchObject({
      param: "auto_advance",
    });
  });

  it("is changed and deleted as a draft, and voided once it is open", async () => {
    const { invoices } = sandbox.stripe;
    const { customer, intent } = await paid();
    const { id } = await draft(customer);
    const changes = { custom_fields: [{ name: "Reference", value: "4712" }], footer: "Paid." };
    expect(await invoices.update(id, changes)).toMatchObject(changes);
    await expect(invoices.voidInvoice(id)).rejects.toThrow(/must be open/);
    const other = await draft(customer);
    expect(await invoices.del(other.id)).toEqual(
      expect.objectContaining({ id: other.id, object: "invoice", deleted: true }),
    );
    await expect(invoices.retrieve(other.id)).rejects.toMatchObject({ code: "resource_missing" });
    await invoices.addLines(id, { lines });
    await invoices.finalizeInvoice(id);
    await expect(invoices.del(id)).rejects.toThrow(/must be draft/);
    await expect(invoices.update(id, changes)).rejects.toThrow(/must be draft/);
    const voided = await invoices.voidInvoice(id);
    expect([voided.status, typeof voided.status_transitions.voided_at]).toEqual(["void", "number"]);
    await expect(invoices.attachPayment(id, { payment_intent: intent })).rejects.toThrow(/must be open/);
    await expect.poll(sandbox.types).toContain("invoice.voided");
    expect(await sandbox.types()).toContain("invoice.deleted");
  });
});

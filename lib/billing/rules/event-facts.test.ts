import { expect, it } from "vitest";
import { eventFacts, factRows } from "./event-facts";

const charge = {
  id: "ch_1",
  object: "charge",
  amount: 1080,
  amount_refunded: 0,
  currency: "usd",
  customer: { id: "cus_1", email: "ada@example.test", name: "Ada Byron" },
  payment_intent: "pi_1",
  receipt_email: "ada@example.test",
  receipt_url: "https://pay.example.test/receipts/ch_1",
  billing_details: { name: "Ada Byron", address: { line1: "12 St James's Square" } },
  metadata: { purchase_id: "0199a3c0-0000-7000-8000-000000000001", note: "for Ada Byron" },
  payment_method_details: { type: "card", card: { brand: "visa", last4: "4242", fingerprint: "f00" } },
  outcome: { seller_message: "Ada Byron" },
};

it("keeps what billing needs of an object and nothing about the person", () => {
  const facts = eventFacts("charge.succeeded", charge);
  expect(facts).toMatchObject({
    id: "ch_1",
    amount: 1080,
    customer: "cus_1",
    metadata: { purchase_id: "0199a3c0-0000-7000-8000-000000000001" },
    payment_method_details: { card: { brand: "visa", last4: "4242" } },
  });
  expect(JSON.stringify(facts)).not.toMatch(/Ada|example\.test\/?"|Square|f00/);
});

it("keeps tax and documents of an invoice, and nothing of who is billed", () => {
  const facts = eventFacts("invoice.paid", {
    id: "in_1",
    object: "invoice",
    number: "A1-0001",
    hosted_invoice_url: "https://invoice.example.test/i/1",
    invoice_pdf: "https://invoice.example.test/i/1/pdf",
    customer_name: "Ada Byron",
    customer_address: { line1: "12 St James's Square" },
    customer_email: "ada@example.test",
    customer_tax_ids: [{ type: "gb_vat", value: "GB123456789" }],
    custom_fields: [{ name: "PO number", value: "for Ada Byron" }],
    metadata: { purchase_id: "0199a3c0-0000-7000-8000-000000000001" },
  });
  expect(facts).toMatchObject({ number: "A1-0001", invoice_pdf: "https://invoice.example.test/i/1/pdf" });
  expect(JSON.stringify(facts)).not.toMatch(/Ada|ada@|Square|GB123/);
  const session = { id: "cs_1", amount_total: 1188, total_details: { amount_tax: 108, amount_discount: 0 } };
  expect(eventFacts("checkout.session.completed", session)?.total_details).toEqual({ amount_tax: 108 });
});

it("keeps nothing of types that are not handled or of anything but an object, and skips unreadable fields", () => {
  expect(eventFacts("customer.created", charge)).toBeNull();
  expect(eventFacts("charge.succeeded", "ch_1")).toBeNull();
  const odd = eventFacts("charge.succeeded", { ...charge, amount: "1080", metadata: 7 });
  expect([odd?.amount, odd?.metadata, odd?.id]).toEqual([undefined, undefined, "ch_1"]);
});

it("stored facts are listed by name, and nothing else that is stored", () => {
  const stored = {
    id: "ch_1",
    amount: 1_080,
    payment_intent: { id: "pi_1", receipt_email: "ada@example.test" },
    payment_method_details: { type: "card", card: { brand: "visa", last4: "4242", fingerprint: "x" } },
    billing_details: { name: "Ada" },
  };
  expect(factRows(stored)).toEqual([
    { name: "id", value: "ch_1" },
    { name: "amount", value: "1080" },
    { name: "payment_intent", value: "pi_1" },
    { name: "payment_method_details.type", value: "card" },
    { name: "payment_method_details.card.brand", value: "visa" },
    { name: "payment_method_details.card.last4", value: "4242" },
  ]);
  for (const other of [null, undefined, "text", 7, []]) expect(factRows(other)).toEqual([]);
});

import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { purchaseOf, testStripe } from "./test-stripe";

const sandbox = testStripe();
const typedAddress = { city: "Berlin", country: "DE", line1: "Torstr. 1", postal_code: "10119" };
const address = { ...typedAddress, line2: null, state: null };

const open = (rest: Stripe.Checkout.SessionCreateParams = {}) =>
  sandbox.stripe.checkout.sessions.create(
    purchaseOf({
      invoice_creation: {
        enabled: true,
        invoice_data: {
          description: "Credits do not expire.",
          footer: "Questions? Write to us (any time).",
          metadata: { purchase: "1" },
          custom_fields: [{ name: "Workspace", value: "Lab" }],
        },
      },
      allowed_payment_method_types: ["card", "alipay"],
      ...rest,
    }),
  );

async function invoiceOf(session: string): Promise<Stripe.Invoice> {
  const whole = await sandbox.stripe.checkout.sessions.retrieve(session, { expand: ["invoice.payments"] });
  if (!whole.invoice || typeof whole.invoice === "string") throw new Error("No invoice");
  return whole.invoice;
}

describe("an invoice", () => {
  it("is written for a paid session, with its lines and its payment", async () => {
    const { stripe, control } = sandbox;
    const customer = await stripe.customers.create({
      name: "Ada Lovelace",
      email: "ada@example.test",
      address: typedAddress,
    });
    await stripe.customers.createTaxId(customer.id, { type: "eu_vat", value: "DE123456789" });
    const session = await open({ customer: customer.id });
    expect(session.invoice_creation?.enabled).toBe(true);
    await control("complete", { session: session.id });
    const invoice = await invoiceOf(session.id);
    expect(invoice).toMatchObject({
      status: "paid",
      number: `${customer.invoice_prefix}-0001`,
      customer: customer.id,
      customer_name: "Ada Lovelace",
      customer_email: "ada@example.test",
      customer_address: address,
      customer_tax_ids: [{ type: "eu_vat", value: "DE123456789" }],
      metadata: { purchase: "1" },
      subtotal: 1080,
      total: 1080,
      amount_paid: 1080,
      amount_remaining: 0,
      total_taxes: [],
    });
    expect(invoice.status_transitions.paid_at).toBeGreaterThan(0);
    expect(invoice.lines.data.map(({ description, amount }) => [description, amount])).toEqual([
      ["Credits", 1000],
      ["Service fee", 80],
    ]);
    expect(String(invoice.lines.data[0]?.pricing?.unit_amount_decimal)).toBe("1000");
    const [payment] = invoice.payments?.data ?? [];
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
    expect(payment).toMatchObject({ status: "paid", amount_paid: 1080, payment: { payment_intent } });

    await expect.poll(sandbox.types).toContain("checkout.session.completed");
    const about = sandbox.types().filter((type) => /^(invoice|checkout|payment_intent)/.test(type));
    expect(about).toEqual([
      "payment_intent.created",
      "payment_intent.succeeded",
      "invoice.created",
      "invoice.finalized",
      "invoice.updated",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
      "checkout.session.completed",
    ]);
    expect(sandbox.last("invoice.created")?.data.object).toMatchObject({ status: "draft", number: null });
    expect(sandbox.last("invoice.finalized")?.data.object).toMatchObject({ status: "open" });
    expect(sandbox.last("checkout.session.completed")?.data.object).toMatchObject({ invoice: invoice.id });
  });

  it("has a page and a PDF", async () => {
    const session = await open();
    await sandbox.control("complete", { session: session.id, email: "ada@example.test" });
    const invoice = await invoiceOf(session.id);
    const page = await sandbox.page(invoice.hosted_invoice_url ?? "");
    for (const text of [invoice.number ?? "", "Service fee", "$10.80", "Workspace", "View receipt"])
      expect(page).toContain(text);
    expect(page).toContain(`href="${invoice.invoice_pdf}"`);

    const response = await fetch(invoice.invoice_pdf ?? "");
    expect(response.headers.get("content-type")).toBe("application/pdf");
    const pdf = Buffer.from(await response.arrayBuffer()).toString("latin1");
    expect(pdf.startsWith("%PDF-1.4\n")).toBe(true);
    expect(pdf).toContain(`(Invoice ${invoice.number})`);
    expect(pdf).toContain("(Questions? Write to us \\(any time\\).)");
    // Readers find the objects by the table at the end.
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
    const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
    expect(offsets.length).toBeGreaterThanOrEqual(7);
    for (const [index, offset] of offsets.entries())
      expect(pdf.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
  });

  it("is written for an asynchronous payment only once it has settled", async () => {
    const session = await open();
    const done = await sandbox.control("complete", { session: session.id, method: "alipay" });
    expect(done).toMatchObject({ payment_status: "unpaid", invoice: null });
    await expect.poll(sandbox.types).toContain("checkout.session.async_payment_succeeded");
    expect((await invoiceOf(session.id)).status).toBe("paid");
    expect(sandbox.types().indexOf("invoice.paid")).toBeGreaterThan(
      sandbox.types().indexOf("checkout.session.completed"),
    );
  });

  it("is listed, by customer and with its payments", async () => {
    const { stripe, control } = sandbox;
    const customer = await stripe.customers.create({ email: "ada@example.test" });
    const first = await open({ customer: customer.id });
    const second = await open({ customer: customer.id });
    const foreign = await open();
    for (const { id } of [first, second, foreign]) await control("complete", { session: id });
    const expand = ["data.payments.data.payment.payment_intent"];
    const list = await stripe.invoices.list({ customer: customer.id, status: "paid", expand });
    expect(list.data.map(({ number }) => number?.slice(-4))).toEqual(["0002", "0001"]);
    const { payment_intent } = await stripe.checkout.sessions.retrieve(first.id);
    expect(list.data[1]?.payments?.data[0]?.payment.payment_intent).toMatchObject({ id: payment_intent });
    const by = { payment: { type: "payment_intent", payment_intent: String(payment_intent) } };
    const payments = await stripe.invoicePayments.list(by);
    expect(payments.data.map(({ invoice }) => invoice)).toEqual([list.data[1]?.id]);
    expect((await stripe.invoices.list()).data).toHaveLength(3);
    expect((await stripe.invoices.list({ status: "open" })).data).toEqual([]);
    const lines = await stripe.invoices.listLineItems(list.data[0]?.id ?? "");
    expect(lines.data).toHaveLength(2);
  });
});

describe("Checkout's billing details", () => {
  const collecting = {
    billing_address_collection: "required",
    tax_id_collection: { enabled: true },
    customer_update: { name: "auto", address: "auto" },
  } as const;

  it("are typed, checked and saved in the customer", async () => {
    const { stripe, press, page } = sandbox;
    const customer = await stripe.customers.create({ email: "ada@example.test" });
    const session = await open({ customer: customer.id, ...collecting });
    const blank = await page(session.url ?? "");
    expect(blank).toContain('value="ada@example.test"');
    expect(blank).toContain("Tax ID (optional)");
    const form = {
      method: "card",
      email: "ada@example.test",
      card: "4242424242424242",
      name: "Ada Lovelace",
      business_name: "Ada GmbH",
      line1: "Torstr. 1",
      postal_code: "10119",
      city: "Berlin",
      country: "de",
      tax_id: "12",
    };
    const wrong = await press(session.url ?? "", form);
    expect(wrong.status).toBe(422);
    const again = await wrong.text();
    expect(again).toContain('value="Torstr. 1"');
    expect(again).toMatch(/id="tax_id"[^>]* aria-invalid="true"/);
    expect((await stripe.customers.retrieve(customer.id)) as Stripe.Customer).toMatchObject({
      address: null,
    });
    expect((await press(session.url ?? "", { ...form, tax_id: "DE123456789" })).status).toBe(303);

    expect(await stripe.customers.retrieve(customer.id, { expand: ["tax_ids"] })).toMatchObject({
      name: "Ada GmbH",
      address,
      tax_ids: { data: [{ type: "eu_vat", value: "DE123456789" }] },
    });
    expect((await stripe.checkout.sessions.retrieve(session.id)).customer_details).toMatchObject({
      name: "Ada GmbH",
      individual_name: "Ada Lovelace",
      address,
      tax_ids: [{ type: "eu_vat", value: "DE123456789" }],
    });
    expect(await invoiceOf(session.id)).toMatchObject({
      customer_name: "Ada GmbH",
      customer_tax_ids: [{ type: "eu_vat", value: "DE123456789" }],
    });
    await expect.poll(sandbox.types).toContain("customer.tax_id.created");
    // The next session knows the address and does not ask for the tax ID again.
    const next = await page((await open({ customer: customer.id, ...collecting })).url ?? "");
    expect(next).toContain('value="Torstr. 1"');
    expect(next).not.toContain("Tax ID");
  });

  it("are kept from an existing customer unless the session may change it", async () => {
    const { stripe, control } = sandbox;
    const customer = await stripe.customers.create({ name: "Grace" });
    await expect(open({ customer: customer.id, tax_id_collection: { enabled: true } })).rejects.toThrow(
      /customer_update\[name\]/,
    );
    await expect(open({ customer: customer.id, automatic_tax: { enabled: true } })).rejects.toMatchObject({
      code: "customer_tax_location_invalid",
    });
    await expect(open({ customer_update: { name: "auto" } })).rejects.toMatchObject({
      param: "customer_update",
    });
    const session = await open({ customer: customer.id, billing_address_collection: "required" });
    await control("complete", {
      session: session.id,
      billing: { name: "Ada", city: "Berlin", country: "DE" },
    });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ name: "Grace", address: null });
  });
});

describe("automatic tax", () => {
  const taxed = { automatic_tax: { enabled: true } } as const;

  it("is nothing at first, then the rate that a test sets", async () => {
    const { control } = sandbox;
    expect(await open(taxed)).toMatchObject({
      amount_total: 1080,
      total_details: { amount_tax: 0 },
      automatic_tax: { enabled: true, status: "requires_location_inputs" },
    });
    await control("tax", { percent: 19 });
    expect(await open()).toMatchObject({ amount_total: 1080, automatic_tax: { enabled: false } });
    const session = await open(taxed);
    expect(session).toMatchObject({
      amount_subtotal: 1080,
      amount_total: 1285,
      total_details: { amount_tax: 205 },
    });
    expect(await sandbox.page(session.url ?? "")).toContain("$2.05");
    await control("complete", { session: session.id });
    expect(await invoiceOf(session.id)).toMatchObject({
      subtotal: 1080,
      total: 1285,
      total_excluding_tax: 1080,
      total_taxes: [{ amount: 205, tax_behavior: "exclusive", taxable_amount: 1080 }],
    });
    const done = await sandbox.stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(done).toMatchObject({
      automatic_tax: { status: "complete" },
      payment_intent: { amount_received: 1285 },
    });
  });

  it("is contained in inclusive prices, and spares exempt customers", async () => {
    const { stripe, control } = sandbox;
    await control("tax", { percent: 19 });
    const customer = await stripe.customers.create({ address: typedAddress, tax_exempt: "exempt" });
    expect(await open({ customer: customer.id, ...taxed })).toMatchObject({
      total_details: { amount_tax: 0 },
      automatic_tax: { status: "complete" },
    });
    const price_data = {
      currency: "usd",
      unit_amount: 1190,
      product_data: { name: "Credits" },
      tax_behavior: "inclusive",
    } as const;
    const session = await open({ ...taxed, line_items: [{ quantity: 1, price_data }] });
    expect(session).toMatchObject({
      amount_subtotal: 1190,
      amount_total: 1190,
      total_details: { amount_tax: 190 },
    });
    await control("complete", { session: session.id });
    expect(await invoiceOf(session.id)).toMatchObject({ total: 1190, total_excluding_tax: 1000 });
  });
});

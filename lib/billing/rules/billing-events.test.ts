import { describe, expect, it } from "vitest";
import { billingEventOf, eventOfSession, handledEventTypes, isUnreadable } from "./billing-events";

const purchaseId = "0199a3c0-0000-7000-8000-000000000001";
const metadata = { purchase_id: purchaseId };
const session = {
  id: "cs_test_1",
  mode: "payment",
  status: "complete",
  payment_status: "paid",
  amount_total: 1080,
  currency: "usd",
  payment_intent: "pi_1",
  metadata,
};

const event = (type: string, object: unknown) => ({ type, object });

describe("the meaning of an event", () => {
  it("a session is paid by its payment status, whichever event brings it", () => {
    const ref = { purchaseId, sessionId: "cs_test_1", paymentIntentId: "pi_1", chargeId: null };
    const payer = { customerId: null, isNamed: true };
    const paid = {
      kind: "paid",
      ref,
      currency: "usd",
      amountCents: 1080,
      taxCents: 0,
      invoiceId: null,
      payer,
      paidAt: null,
    };
    expect(billingEventOf(event("checkout.session.completed", session))).toEqual(paid);
    expect(billingEventOf(event("checkout.session.async_payment_succeeded", session))).toEqual(paid);
    expect(eventOfSession({ ...session, payment_intent: { id: "pi_1" } })).toEqual(paid);
    const unpaid = { ...session, payment_status: "unpaid" };
    expect(billingEventOf(event("checkout.session.completed", unpaid))).toEqual({ kind: "pending", ref });
  });

  it("a session states its tax and its invoice; an intent states neither", () => {
    const taxed = { ...session, amount_total: 1188, total_details: { amount_tax: 108 }, invoice: "in_1" };
    expect(billingEventOf(event("checkout.session.completed", taxed))).toMatchObject({
      amountCents: 1188,
      taxCents: 108,
      invoiceId: "in_1",
    });
    expect(eventOfSession({ ...taxed, invoice: { id: "in_1" }, total_details: {} })).toMatchObject({
      taxCents: 0,
      invoiceId: "in_1",
    });
    const intent = { id: "pi_1", currency: "usd", amount_received: 1188, metadata };
    expect(billingEventOf(event("payment_intent.succeeded", intent))).toMatchObject({
      amountCents: 1188,
      taxCents: null,
      invoiceId: null,
    });
  });

  it("a payment was made when the session or the intent says, if it says that", () => {
    const intent = { id: "pi_1", currency: "usd", amount_received: 1188, metadata };
    const paidAt = (created: unknown) =>
      billingEventOf(event("payment_intent.succeeded", { ...intent, created }));
    expect(paidAt(1_700_000_000)).toMatchObject({ paidAt: new Date("2023-11-14T22:13:20.000Z") });
    for (const none of [undefined, null, "yesterday", -1, 1e15])
      expect(paidAt(none)).toMatchObject({ kind: "paid", paidAt: null });
  });

  it("an object is unreadable without the shape that Stripe documents, not when it has no meaning here", () => {
    const unreadable = (type: string, object: unknown) => isUnreadable(event(type, object));
    for (const object of [null, [], "x", {}, { id: 5 }])
      for (const type of handledEventTypes) expect(unreadable(type, object), type).toBe(true);
    expect(unreadable("checkout.session.completed", session)).toBe(false);
    expect(unreadable("checkout.session.completed", { ...session, mode: "setup" })).toBe(false);
    expect(
      unreadable("checkout.session.completed", { ...session, payment_status: "unpaid", status: "open" }),
    ).toBe(false);
    expect(unreadable("customer.created", null)).toBe(false);
    expect(unreadable("toString", null)).toBe(false);
  });

  it("an invoice leads to its purchase by the metadata, and its documents are web addresses", () => {
    const invoice = {
      id: "in_1",
      number: "A1-0001",
      hosted_invoice_url: "https://invoice.example.test/i/1",
      invoice_pdf: "javascript:alert(1)",
      metadata,
    };
    expect(billingEventOf(event("invoice.paid", invoice))).toEqual({
      kind: "invoiced",
      ref: { purchaseId, sessionId: null, paymentIntentId: null, chargeId: null },
      invoiceId: "in_1",
      number: "A1-0001",
      url: "https://invoice.example.test/i/1",
      pdfUrl: null,
    });
    expect(billingEventOf(event("invoice.paid", { ...invoice, metadata: {} }))?.ref.purchaseId).toBeNull();
    expect(billingEventOf(event("invoice.paid", { number: "A1-0001" }))).toBeNull();
  });

  it("ignores everything but payments: set-up sessions, unknown types and unexpected shapes", () => {
    expect(billingEventOf(event("checkout.session.completed", { ...session, mode: "setup" }))).toBeNull();
    expect(billingEventOf(event("customer.created", { id: "cus_1" }))).toBeNull();
    expect(billingEventOf(event("payment_intent.succeeded", { id: 5 }))).toBeNull();
    expect(billingEventOf(event("charge.refunded", null))).toBeNull();
    expect(eventOfSession({ ...session, payment_status: "unpaid", status: "open" })).toBeNull();
  });

  it("treats an invalid purchase id as absent", () => {
    const foreign = { ...session, metadata: { purchase_id: "order-7" } };
    expect(billingEventOf(event("checkout.session.completed", foreign))?.ref.purchaseId).toBeNull();
    expect(
      billingEventOf(event("checkout.session.completed", { ...session, metadata: null }))?.ref.purchaseId,
    ).toBeNull();
  });

  it("a declined attempt is not final; a failed asynchronous payment is", () => {
    const intent = {
      id: "pi_1",
      currency: "usd",
      last_payment_error: { code: "card_declined", decline_code: "insufficient_funds" },
      metadata,
    };
    expect(billingEventOf(event("payment_intent.payment_failed", intent))).toMatchObject({
      kind: "declined",
      failureCode: "insufficient_funds",
    });
    expect(billingEventOf(event("checkout.session.async_payment_failed", session))).toMatchObject({
      kind: "failed",
    });
  });

  it("keeps a receipt only when it is a web address", () => {
    const charge = {
      id: "ch_1",
      payment_intent: "pi_1",
      amount_refunded: 0,
      receipt_url: "javascript:alert(1)",
      payment_method_details: { type: "card", card: { brand: "visa", last4: "4242" } },
      metadata,
    };
    expect(billingEventOf(event("charge.updated", charge))).toMatchObject({
      receiptUrl: null,
      method: "visa 4242",
    });
  });

  it("knows who paid from the customer, and whether the product's own ids are on the payment", () => {
    const paid = (change: object) => {
      const billingEvent = billingEventOf(event("checkout.session.completed", { ...session, ...change }));
      return billingEvent?.kind === "paid" ? billingEvent.payer : null;
    };
    expect(paid({ customer: "cus_1" })).toEqual({ customerId: "cus_1", isNamed: true });
    expect(paid({ customer: { id: "cus_1" }, metadata: { workspace_id: purchaseId } })).toEqual({
      customerId: "cus_1",
      isNamed: true,
    });
    expect(paid({ metadata: { purchase_id: "order-7" } })).toEqual({ customerId: null, isNamed: false });
  });

  it("a refund is pending until it succeeds, and failed when it is canceled", () => {
    const statuses = ["requires_action", "pending", "succeeded", "failed", "canceled", null];
    const seen = statuses.map((status) => {
      const refund = { id: "re_1", amount: 400, status, charge: "ch_1", payment_intent: "pi_1" };
      const billingEvent = billingEventOf(event("charge.refund.updated", refund));
      return billingEvent?.kind === "refund" ? billingEvent.status : null;
    });
    expect(seen).toEqual(["pending", "pending", "succeeded", "failed", "failed", "pending"]);
  });

  it("maps a dispute's many states to four", () => {
    const statuses = ["warning_needs_response", "needs_response", "under_review", "won", "lost", "prevented"];
    const seen = statuses.map((status) => {
      const dispute = { id: "dp_1", amount: 1080, status, charge: "ch_1", payment_intent: "pi_1" };
      const billingEvent = billingEventOf(event("charge.dispute.created", dispute));
      return billingEvent?.kind === "disputed" ? billingEvent.status : null;
    });
    expect(seen).toEqual(["inquiry", "open", "open", "won", "lost", "inquiry"]);
  });
});

import { describe, expect, it } from "vitest";
import { billingEventOf, eventOfSession, stripeEventSchema } from "./billing-events";

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

function event(type: string, object: unknown) {
  return stripeEventSchema.parse({
    id: "evt_1",
    type,
    created: 1_800_000_000,
    livemode: false,
    data: { object },
  });
}

describe("the meaning of an event", () => {
  it("a session is paid by its payment status, whichever event brings it", () => {
    const ref = { purchaseId, sessionId: "cs_test_1", paymentIntentId: "pi_1", chargeId: null };
    const paid = { kind: "paid", ref, currency: "usd", amountCents: 1080 };
    expect(billingEventOf(event("checkout.session.completed", session))).toEqual(paid);
    expect(billingEventOf(event("checkout.session.async_payment_succeeded", session))).toEqual(paid);
    expect(eventOfSession({ ...session, payment_intent: { id: "pi_1" } })).toEqual(paid);
    const unpaid = { ...session, payment_status: "unpaid" };
    expect(billingEventOf(event("checkout.session.completed", unpaid))).toEqual({ kind: "pending", ref });
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

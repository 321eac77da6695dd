import { describe, expect, it } from "vitest";
import { purchaseOf, testStripe } from "./test-stripe";

const sandbox = testStripe();
/** Types of the events about refunds: the fee of the charge may become known between them. */
const ofRefunds = () => sandbox.types().filter((type) => type.includes("refund"));

/** A purchase paid by card; its charge. */
async function paidCharge(token = "pm_card_visa") {
  const session = await sandbox.stripe.checkout.sessions.create(purchaseOf());
  const done = await sandbox.control("complete", { session: session.id, token });
  const [charge] = (await sandbox.stripe.charges.list({ payment_intent: done.payment_intent })).data;
  if (!charge) throw new Error("No charge");
  return charge;
}

describe("a refund that the payer's bank sends back", () => {
  it("fails late: the money returns and the charge counts as not refunded", async () => {
    const { stripe, control } = sandbox;
    const charge = await paidCharge();
    const refund = await stripe.refunds.create({ charge: charge.id, amount: 400 });
    await stripe.refunds.create({ charge: charge.id, amount: 680 });
    expect((await stripe.charges.retrieve(charge.id)).refunded).toBe(true);
    await control("fail_refund", { refund: refund.id, reason: "lost_or_stolen_card" });

    const failed = await stripe.refunds.retrieve(refund.id, { expand: ["failure_balance_transaction"] });
    expect(failed).toMatchObject({
      status: "failed",
      failure_reason: "lost_or_stolen_card",
      failure_balance_transaction: {
        type: "refund_failure",
        amount: 400,
        fee: 0,
        net: 400,
        source: refund.id,
      },
    });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 680, refunded: false });
    await expect
      .poll(() => ofRefunds().slice(-3))
      .toEqual(["refund.failed", "refund.updated", "charge.refund.updated"]);
    expect(sandbox.last("charge.refund.updated")?.data).toMatchObject({
      object: { id: refund.id, status: "failed" },
      previous_attributes: { status: "succeeded", failure_reason: null, failure_balance_transaction: null },
    });
    // What came back can be refunded again, but a failed refund cannot fail twice.
    expect((await control("fail_refund", { refund: refund.id })).error.message).toContain("failed");
    expect((await stripe.refunds.create({ charge: charge.id })).amount).toBe(400);
  });

  it("fails by itself for Stripe's test card", async () => {
    const charge = await paidCharge("pm_card_refundFail");
    const refund = await sandbox.stripe.refunds.create({ charge: charge.id });
    expect(refund.status).toBe("succeeded");
    await expect.poll(sandbox.types).toContain("refund.failed");
    expect((await sandbox.stripe.refunds.retrieve(refund.id)).failure_reason).toBe(
      "expired_or_canceled_card",
    );
  });
});

describe("a pending refund", () => {
  it("counts as refunded at once and succeeds later", async () => {
    const { stripe, control } = sandbox;
    const charge = await paidCharge();
    await control("pending_refunds");
    const refund = await stripe.refunds.create({ charge: charge.id, amount: 500 });
    expect(refund).toMatchObject({ status: "pending", pending_reason: "processing" });
    expect((await stripe.charges.retrieve(charge.id)).amount_refunded).toBe(500);
    expect((await stripe.refunds.create({ charge: charge.id, amount: 100 })).status).toBe("succeeded");
    await control("settle_refund", { refund: refund.id });
    await expect
      .poll(() => sandbox.last("charge.refund.updated")?.data)
      .toMatchObject({
        object: { id: refund.id, status: "succeeded" },
        previous_attributes: { status: "pending" },
      });
    expect(ofRefunds().slice(-2)).toEqual(["refund.updated", "charge.refund.updated"]);
  });

  it("can fail, and be made in the dashboard, where no request is the cause", async () => {
    const charge = await paidCharge();
    const refund = await sandbox.control("refund", { charge: charge.id, amount: 300, pending: true });
    await sandbox.control("fail_refund", { refund: refund.id });
    await expect
      .poll(() => sandbox.last("refund.failed")?.data)
      .toMatchObject({
        previous_attributes: { status: "pending" },
      });
    expect(sandbox.last("refund.created")?.request).toEqual({ id: null, idempotency_key: null });
    expect((await sandbox.stripe.charges.retrieve(charge.id)).amount_refunded).toBe(0);
  });

  it("settles by itself for Stripe's test card", async () => {
    const charge = await paidCharge("pm_card_pendingRefund");
    const refund = await sandbox.stripe.refunds.create({ charge: charge.id });
    expect(refund.status).toBe("pending");
    await expect.poll(sandbox.types).toContain("charge.refund.updated");
    expect((await sandbox.stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
  });
});

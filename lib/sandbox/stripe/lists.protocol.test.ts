import { describe, expect, it } from "vitest";
import { purchaseOf, testStripe } from "./test-stripe";

const sandbox = testStripe();
const farAhead = 9_999_999_999;

async function paidPurchase(method = "card") {
  const session = await sandbox.stripe.checkout.sessions.create(purchaseOf());
  const done = await sandbox.control("complete", { session: session.id, method, mode: "succeed" });
  const payment_intent: string = done.payment_intent;
  const [charge] = (await sandbox.stripe.charges.list({ payment_intent })).data;
  if (!charge) throw new Error("No charge");
  return { session: session.id, payment_intent, charge: charge.id };
}

describe("lists", () => {
  it("of events are filtered by type and time, newest first, in pages", async () => {
    const { stripe } = sandbox;
    await paidPurchase();
    await paidPurchase();
    const types = ["charge.succeeded", "checkout.session.completed"];
    const order: string[] = [];
    for await (const event of stripe.events.list({ types, limit: 1 })) order.push(event.type);
    expect(order).toEqual([...types, ...types].reverse());
    expect((await stripe.events.list({ type: "charge.*", limit: 100 })).data.length).toBeGreaterThanOrEqual(
      2,
    );
    const created = { gte: Math.floor(Date.now() / 1_000) - 3_600 };
    expect((await stripe.events.list({ types, created })).data).toHaveLength(4);
    expect((await stripe.events.list({ types, created: { gt: farAhead } })).data).toEqual([]);
    await expect(stripe.events.list({ types, type: "charge.failed" })).rejects.toMatchObject({
      param: "types",
    });
  });

  it("of payments are filtered by what they belong to", async () => {
    const { stripe, control } = sandbox;
    const first = await paidPurchase();
    const second = await paidPurchase();
    const refund = await stripe.refunds.create({ charge: first.charge, amount: 100 });
    const dispute = await control("dispute", { charge: second.charge });
    const ids = (list: { data: { id: string }[] }) => list.data.map((row) => row.id);
    expect(ids(await stripe.paymentIntents.list())).toEqual([second.payment_intent, first.payment_intent]);
    expect(ids(await stripe.charges.list({ payment_intent: first.payment_intent }))).toEqual([first.charge]);
    expect(ids(await stripe.refunds.list({ charge: first.charge }))).toEqual([refund.id]);
    expect(ids(await stripe.refunds.list({ payment_intent: second.payment_intent }))).toEqual([]);
    expect(ids(await stripe.refunds.list({ created: { lt: 1 } }))).toEqual([]);
    expect(ids(await stripe.disputes.list({ charge: second.charge }))).toEqual([dispute.id]);
    expect(ids(await stripe.disputes.list({ payment_intent: first.payment_intent }))).toEqual([]);
    expect(ids(await stripe.disputes.list({ created: { gte: 1 } }))).toEqual([dispute.id]);
    const { payment_intent } = first;
    expect(ids(await stripe.checkout.sessions.list({ payment_intent }))).toEqual([first.session]);
    const customer_details = { email: "other@example.test" };
    expect(ids(await stripe.checkout.sessions.list({ customer_details }))).toEqual([]);
    expect(ids(await stripe.checkout.sessions.list({ status: "complete" }))).toHaveLength(2);
  });
});

describe("balance transactions", () => {
  it("exist for charges, refunds, their failures and disputes, which refer to them", async () => {
    const { stripe, control } = sandbox;
    const { charge } = await paidPurchase();
    await expect.poll(sandbox.types).toContain("charge.updated");
    const refund = await stripe.refunds.create({ charge, amount: 100 });
    await control("fail_refund", { refund: refund.id });
    const dispute = await control("dispute", { charge });
    await control("close_dispute", { dispute: dispute.id, status: "won" });

    const all = (await stripe.balanceTransactions.list()).data;
    const moved = all.map(({ type, reporting_category, amount, fee, net, source }) => [
      type,
      reporting_category,
      amount,
      fee,
      net,
      source,
    ]);
    expect(moved.reverse()).toEqual([
      ["charge", "charge", 1080, 61, 1019, charge],
      ["refund", "refund", -100, 0, -100, refund.id],
      ["refund_failure", "refund_failure", 100, 0, 100, refund.id],
      ["adjustment", "dispute", -1080, 1500, -2580, dispute.id],
      ["adjustment", "dispute_reversal", 1080, 0, 1080, dispute.id],
    ]);
    const [failure] = (await stripe.balanceTransactions.list({ type: "refund_failure" })).data;
    expect((await stripe.refunds.retrieve(refund.id)).failure_balance_transaction).toBe(failure?.id);
    const entries = (await stripe.disputes.retrieve(dispute.id)).balance_transactions.map(({ id }) => id);
    const listed = (await stripe.balanceTransactions.list({ source: dispute.id })).data.map(({ id }) => id);
    expect(listed.reverse()).toEqual(entries);
    const expand = ["data.source"];
    const [whole] = (await stripe.balanceTransactions.list({ source: charge, expand })).data;
    expect(whole?.source).toMatchObject({ object: "charge", balance_transaction: whole?.id });
    expect((await stripe.balanceTransactions.list({ created: { gt: farAhead } })).data).toEqual([]);
    await expect(stripe.balanceTransactions.list({ payout: "po_1" })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it("of Alipay are payments, not charges", async () => {
    const { charge } = await paidPurchase("alipay");
    await expect.poll(sandbox.types).toContain("charge.updated");
    await sandbox.stripe.refunds.create({ charge });
    const types = (await sandbox.stripe.balanceTransactions.list()).data.map(({ type }) => type);
    expect(types).toEqual(["payment_refund", "payment"]);
  });
});

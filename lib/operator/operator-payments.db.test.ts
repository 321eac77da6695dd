import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "uuidv7";
import { retryEvent } from "@/lib/billing/events/retry-event";
import { tellFailingEvents } from "@/lib/billing/events/tell-failing";
import { checkNow } from "@/lib/billing/repair/check-now";
import { closeMissingInvoice } from "@/lib/billing/auto-top-up/retry-invoice";
import { decideUnmatched } from "@/lib/billing/repair/decide-unmatched";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { applyStripeEvent, createPurchase, eventsOf } from "@/lib/testing/stripe-events";
import { countTrouble } from "./count-trouble";
import { getHealth } from "./get-health";
import { getPayment } from "./get-payment";
import { listStripeEvents } from "./list-stripe-events";
import { listUnmatched } from "./list-unmatched";

beforeAll(async () => {
  await testDatabase();
  process.env["OPERATOR_EMAILS"] = "operator@example.test";
});
afterAll(closeDb);

const operator = { userId: uuidv7() };

async function createEvent(id: string, outcome: string, attempts: number, receivedAt = new Date()) {
  const isDue = outcome === "failing" || outcome === "received";
  await db().stripeEvent.create({
    data: {
      id,
      type: "charge.succeeded",
      facts: { id: "ch_of_something_else", object: "charge", amount_refunded: 0 },
      createdAt: receivedAt,
      receivedAt,
      outcome,
      attempts,
      nextTryAt: isDue ? new Date(Date.now() + 3_600_000) : null,
      error: outcome === "failing" ? "Error 23514" : null,
      troubledAt: outcome === "dead" || attempts >= 5 ? new Date() : null,
      processedAt: null,
    },
    select: { id: true },
  });
}

test("events are listed newest first, page by page, and those that need attention apart", async () => {
  const at = new Date(Date.UTC(2026, 0, 1));
  for (const [index, outcome] of ["applied", "failing", "dead", "ignored", "failing"].entries())
    await createEvent(`evt_${index}`, outcome, index, index < 3 ? at : new Date(at.getTime() + index));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listStripeEvents>> = await listStripeEvents({
      limit: 2,
      ...(cursor && { cursor }),
    });
    seen.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(["evt_4", "evt_3", "evt_2", "evt_1", "evt_0"]);
  const troubled = async () =>
    (await listStripeEvents({ needsAttention: true })).rows.map(({ id, state }) => [id, state]);
  expect(await troubled()).toEqual([["evt_2", "dead"]]);
  await sqlPool().query("update stripe_events set attempts = 5, troubled_at = now() where id = 'evt_4'");
  expect(await troubled()).toEqual([
    ["evt_4", "failing"],
    ["evt_2", "dead"],
  ]);
  for (const garbage of ["", "x", "1.", "999999999999999999.evt", "1.a b"])
    expect((await listStripeEvents({ cursor: garbage })).rows).toHaveLength(5);
});

test("operators get one mail when events begin to need attention, and another only after an hour", async () => {
  const mails = () => db().outboxMail.findMany({ where: { kind: "stripe_events_failing" } });
  expect(await tellFailingEvents()).toBe(true);
  expect(await tellFailingEvents()).toBe(false);
  expect((await mails()).map(({ recipient, subject }) => [recipient, subject])).toEqual([
    ["operator@example.test", "2 Stripe events can't be applied"],
  ]);
  await createEvent("evt_new", "dead", 9);
  expect(await tellFailingEvents()).toBe(false);
  await sqlPool().query("update operator_notices set sent_at = now() - interval '61 minutes'");
  await Promise.all([tellFailingEvents(), tellFailingEvents()]);
  expect(await mails()).toHaveLength(2);
  // Old trouble that goes on is no news.
  await sqlPool().query(
    "update stripe_events set troubled_at = now() - interval '3 hours' where troubled_at is not null",
  );
  await sqlPool().query("update operator_notices set sent_at = now() - interval '2 hours'");
  expect(await tellFailingEvents()).toBe(false);
});

test("failed events and unmatched payments are trouble until they are settled", async () => {
  expect(await countTrouble()).toBe(1);
  expect(await getHealth()).toMatchObject({ failedEvents: 3, heldPayments: 0, driftNanos: null });
  for (const id of ["evt_2", "evt_4", "evt_new"]) {
    expect(await retryEvent(operator, id)).toBe(true);
    expect(await retryEvent(operator, id)).toBe(false);
  }
  expect(await countTrouble()).toBe(0);

  const { workspaceId } = await createWorkspace();
  const money = { workspaceId, amountCents: 2_500, currency: "usd", paidAt: new Date() };
  for (const [index, reason] of ["unknown_purchase", "second_payment"].entries())
    await db().unmatchedPayment.create({
      data: { ...money, reason, paymentIntentId: `pi_${index}`, foundAt: new Date(Date.now() + index) },
      select: { state: true },
    });
  expect(await countTrouble()).toBe(1);
  expect(await getHealth()).toMatchObject({ heldPayments: 2 });
  expect(await listUnmatched()).toMatchObject([
    { id: "pi_0", state: "held", amountCents: 2_500, reason: "unknown_purchase", workspaceId },
    { id: "pi_1", state: "held", reason: "second_payment" },
  ]);
  expect(await decideUnmatched(operator, "pi_0", { kind: "close", note: "Granted" })).toBe(true);
  expect(await decideUnmatched(operator, "pi_0", { kind: "refund" })).toBe(false);
  expect(await decideUnmatched(operator, "pi_1", { kind: "refund" })).toBe(true);
  expect(await decideUnmatched(operator, "pi_none", { kind: "refund" })).toBe(false);
  expect(await listUnmatched()).toMatchObject([{ id: "pi_1", state: "refunding" }]);
  expect(await db().unmatchedPayment.findUnique({ where: { paymentIntentId: "pi_0" } })).toMatchObject({
    state: "resolved",
    note: "Granted",
    closedBy: operator.userId,
    closedAt: expect.any(Date),
  });
  expect(await countTrouble()).toBe(0);
});

test("a refund that keeps failing needs an operator, who sees its error", async () => {
  await sqlPool().query(
    `insert into unmatched_payments (payment_intent_id, amount_cents, currency, reason, state, paid_at, attempts, error)
     values ('pi_new', 100, 'usd', 'deleted_account', 'refunding', now(), 0, null),
            ('pi_twice', 100, 'usd', 'deleted_account', 'refunding', now(), 2, 'no_response'),
            ('pi_often', 100, 'usd', 'deleted_account', 'refunding', now(), 3, 'charge_disputed')`,
  );
  expect(await countTrouble()).toBe(1);
  expect(await getHealth()).toMatchObject({ heldPayments: 1 });
  const listed = (await listUnmatched()).filter(({ reason }) => reason === "deleted_account");
  expect(listed.map(({ id, error }) => [id, error])).toEqual([
    ["pi_often", "charge_disputed"],
    ["pi_twice", "no_response"],
    ["pi_new", null],
  ]);
  expect(await decideUnmatched(operator, "pi_often", { kind: "close", note: "Kept" })).toBe(true);
  expect(await countTrouble()).toBe(0);
});

test("a missing invoice is trouble once it was given up, until an operator decides", async () => {
  const { workspaceId } = await createWorkspace();
  const [waiting, givenUp] = [uuidv7(), uuidv7()];
  const at = new Date();
  for (const purchaseId of [waiting, givenUp])
    await db().autoTopUpAttempt.create({
      data: {
        ...{ purchaseId, workspaceId, consentId: uuidv7(), customerId: "cus_1", paymentMethodId: "pm_1" },
        ...{
          idempotencyKey: purchaseId,
          totalCents: 2_638,
          description: "Credits",
          nextStepAt: at,
          endedAt: at,
        },
        ...{ outcome: "succeeded", invoiceSteps: 9, invoiceError: "rejected" },
        invoiceNextAt: purchaseId === waiting ? at : null,
      },
      select: { purchaseId: true },
    });
  expect(await countTrouble()).toBe(1);
  expect(await getHealth()).toMatchObject({ missingInvoices: 1 });
  expect(await closeMissingInvoice(operator, waiting)).toBe(false);
  expect(await closeMissingInvoice(operator, givenUp)).toBe(true);
  expect(await countTrouble()).toBe(0);
});

test("the drift of the last reconciliation is trouble", async () => {
  const finish = (driftNanos: bigint, finishedAt: Date) =>
    db().reconciliation.create({
      data: { id: uuidv7(), finishedAt, driftNanos, result: {} },
      select: { id: true },
    });
  await finish(7n, new Date(Date.now() - 60_000));
  expect(await countTrouble()).toBe(1);
  expect((await getHealth()).driftNanos).toBe(7n);
  await finish(0n, new Date());
  expect(await countTrouble()).toBe(0);
});

test("a purchase is shown with its refunds, its disputes and the facts of its events", async () => {
  const { actor, email } = await createWorkspace();
  const purchase = await createPurchase(actor);
  const events = eventsOf(purchase);
  for (const event of [
    events.completed(),
    events.chargeSucceeded(),
    events.refund(1, 400),
    events.disputeCreated(),
  ])
    expect(await applyStripeEvent(event)).toEqual({ outcome: "applied" });
  const payment = await getPayment(purchase.purchaseId);
  expect(payment).toMatchObject({
    email,
    label: "disputed",
    paymentIntentId: purchase.paymentIntentId,
    refundedCents: 400,
    nextCheckAt: null,
    refunds: [{ amountCents: 400, status: "succeeded" }],
    disputes: [{ id: purchase.disputeId, status: "open" }],
  });
  expect(payment?.events.map(({ type, state }) => [type, state])).toHaveLength(4);
  const charge = payment?.events.find(({ type }) => type === "charge.succeeded");
  expect(charge?.facts).toContainEqual({ name: "payment_method_details.card.last4", value: "4242" });
  expect(await getPayment(uuidv7())).toBeNull();
  expect(await checkNow(operator, purchase.purchaseId)).toBe(false);
});

test("an unsettled purchase can be checked now", async () => {
  const { actor } = await createWorkspace();
  const { purchaseId } = await createPurchase(actor);
  await sqlPool().query("update purchases set next_check_at = now() + interval '1 hour' where id = $1", [
    purchaseId,
  ]);
  expect(await checkNow(operator, purchaseId)).toBe(true);
  const nextCheckAt = (await getPayment(purchaseId))?.nextCheckAt?.getTime() ?? 0;
  expect(Math.abs(nextCheckAt - Date.now())).toBeLessThan(60_000);
  expect(await checkNow(operator, uuidv7())).toBe(false);
});

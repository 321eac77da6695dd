import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { beforeEach, describe, expect, it } from "vitest";
import { findPurchase } from "@/lib/billing/find-purchase";
import { saveBillingProfile } from "@/lib/billing/profile/save-billing-profile";
import { closeDeleted } from "@/lib/billing/repair/close-deleted";
import { fetchInvoices } from "@/lib/billing/repair/fetch-invoices";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { msPerHour, msPerMinute } from "@/lib/kernel/clock";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { createTopUpWorkspace, intentsOf, order, run, useTopUpStripe } from "@/lib/testing/auto-top-up";
import { company } from "@/lib/testing/billing-profiles";
import { testEnvironment } from "@/lib/testing/environment";
import { issueInvoices } from "./issue-invoices";
import { closeMissingInvoice, retryInvoice } from "./retry-invoice";

useTopUpStripe();
// Leaves the invoices of earlier tests alone.
beforeEach(async () => {
  await order("clear_faults");
  await db().autoTopUpAttempt.updateMany({ data: { invoiceNextAt: null, invoiceSteps: 1 } });
});

/** An automatic charge that was credited. Returns its purchase. */
async function charged({ withProfile = true } = {}) {
  const { actor } = await createTopUpWorkspace();
  if (withProfile) await saveBillingProfile(actor, company);
  await run();
  const { id } = await db().purchase.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
  return { actor, id };
}

function stripe(): Stripe {
  const { hostname: host, port } = new URL(process.env["STRIPE_API_BASE"] ?? "");
  const key = testEnvironment["STRIPE_SECRET_KEY"] ?? "";
  return new Stripe(key, { host, port, protocol: "http", telemetry: false });
}

async function invoicesOf({ workspaceId }: Actor): Promise<readonly Stripe.Invoice[]> {
  const { customerId: customer } = await db().stripeCustomer.findUniqueOrThrow({ where: { workspaceId } });
  return (await stripe().invoices.list({ customer, expand: ["data.payments"] })).data;
}

const posts = { method: "POST", path: "/v1/invoices" };
const operator = { userId: randomUUID() };

const invoiceStateOf = ({ workspaceId }: Actor) =>
  db().autoTopUpAttempt.findFirstOrThrow({
    where: { workspaceId },
    select: { invoiceNextAt: true, invoiceSteps: true, invoiceBegunAt: true, invoiceError: true },
  });

const later = (ms: number) => () => new Date(Date.now() + ms);

it("a company gets one invoice of each automatic charge, paid by that charge, and no other charge", async () => {
  const { actor, id } = await charged();
  expect(await findPurchase(actor, id)).toMatchObject({ invoice: null });
  expect(await issueInvoices()).toEqual({ issued: 1 });
  expect(await issueInvoices()).toEqual({ issued: 0 });
  const [intent] = await intentsOf(actor);
  const invoices = await invoicesOf(actor);
  expect(invoices).toMatchObject([
    {
      status: "paid",
      total: 2_638,
      amount_paid: 2_638,
      auto_advance: false,
      collection_method: "send_invoice",
      customer_name: company.name,
      customer_tax_ids: [company.taxId],
      custom_fields: [{ name: "Reference", value: company.reference }],
      metadata: { purchase_id: id, workspace_id: actor.workspaceId },
    },
  ]);
  expect(invoices[0]?.lines.data.map(({ amount }) => amount)).toEqual([2_500, 138]);
  expect(invoices[0]?.payments?.data.map(({ payment }) => payment.payment_intent)).toEqual([intent?.id]);
  expect(await intentsOf(actor)).toHaveLength(1);
  expect(await findPurchase(actor, id)).toMatchObject({
    invoice: { number: invoices[0]?.number, url: invoices[0]?.hosted_invoice_url },
    receiptUrl: expect.stringContaining("/receipts/"),
  });
  expect((await verifyLedger()).ok).toBe(true);
});

it("without a billing profile there is a receipt, and no invoice", async () => {
  const { actor, id } = await charged({ withProfile: false });
  expect(await issueInvoices()).toEqual({ issued: 0 });
  expect(await invoicesOf(actor)).toEqual([]);
  expect(await findPurchase(actor, id)).toMatchObject({
    invoice: null,
    receiptUrl: expect.stringContaining("/receipts/"),
  });
});

it.each([
  [0, "drafting"],
  [1, "naming a reference"],
  [2, "adding lines"],
  [3, "finalizing"],
  [4, "attaching the payment"],
])(
  "step %i (%s) that fails or loses its response is continued, and nothing is written twice",
  async (done) => {
    const { actor, id } = await charged();
    if (done > 0) await order("fault", { ...posts, delay: 1, times: done });
    await order("fault", { ...posts, status: 500, retry: false });
    expect(await issueInvoices()).toEqual({ issued: 0 });
    // Not due yet.
    await order("fault", { ...posts, status: 500, retry: false });
    expect(await issueInvoices()).toEqual({ issued: 0 });
    expect(await invoiceStateOf(actor)).toMatchObject({ invoiceSteps: 1, invoiceError: "no_response" });
    await order("clear_faults");
    // Stripe's package repeats a request whose connection was closed once, under the same key.
    await order("fault", { ...posts, drop: true, after: true, times: 2 });
    expect(await issueInvoices(later(2 * msPerMinute))).toEqual({ issued: 0 });
    // What is not paid yet is no document to show, also when the other job asks Stripe about it.
    await fetchInvoices(later(msPerMinute));
    expect(await findPurchase(actor, id)).toMatchObject({ invoice: null });
    expect(await issueInvoices(later(msPerHour))).toEqual({ issued: 1 });
    const invoices = await invoicesOf(actor);
    expect(invoices).toMatchObject([{ status: "paid", total: 2_638 }]);
    expect(await findPurchase(actor, id)).toMatchObject({ invoice: { number: invoices[0]?.number } });
    expect(await intentsOf(actor)).toHaveLength(1);
    expect(await invoiceStateOf(actor)).toMatchObject({ invoiceNextAt: null, invoiceError: null });
  },
);

/** Changes the profile, which Stripe does not take until `acceptProfile`. */
async function changeProfile(actor: Actor, change: Partial<typeof company>): Promise<void> {
  await order("fault", { method: "POST", path: "/v1/customers", status: 500, times: 9 });
  const saved = await saveBillingProfile(actor, { ...company, ...change });
  expect(saved).toMatchObject({ ok: true, value: { copy: "waiting" } });
}

async function acceptProfile({ workspaceId }: Actor): Promise<void> {
  await order("clear_faults");
  await db().billingProfile.update({ where: { workspaceId }, data: { nextCopyAt: new Date() } });
}

it("an invoice waits for the profile for as long as that takes, and says so", async () => {
  const { actor } = await charged();
  await changeProfile(actor, { name: "Difference Engines Ltd" });
  for (const hours of [0, 24, 24 * 30])
    expect(await issueInvoices(later(hours * msPerHour))).toEqual({ issued: 0 });
  expect(await invoiceStateOf(actor)).toMatchObject({
    invoiceError: "profile_not_copied",
    invoiceBegunAt: null,
    invoiceNextAt: expect.any(Date),
  });
  expect(await invoicesOf(actor)).toEqual([]);
  await acceptProfile(actor);
  expect(await issueInvoices(later(24 * 31 * msPerHour))).toEqual({ issued: 1 });
  expect(await invoicesOf(actor)).toMatchObject([{ customer_name: "Difference Engines Ltd" }]);
});

it("a reference that changed after a lost draft is on the invoice, and there is one invoice", async () => {
  const { actor } = await charged();
  await order("fault", { ...posts, drop: true, after: true, times: 2 });
  expect(await issueInvoices()).toEqual({ issued: 0 });
  await saveBillingProfile(actor, { ...company, reference: "Cost center 4712" });
  expect(await issueInvoices(later(msPerHour))).toEqual({ issued: 1 });
  expect(await invoicesOf(actor)).toMatchObject([
    { status: "paid", custom_fields: [{ name: "Reference", value: "Cost center 4712" }] },
  ]);
});

it("a workspace that makes its profile after days gets no invoices of earlier charges", async () => {
  const { actor } = await charged({ withProfile: false });
  await saveBillingProfile(actor, company);
  expect(await issueInvoices(later(73 * msPerHour))).toEqual({ issued: 0 });
  expect(await invoiceStateOf(actor)).toMatchObject({ invoiceNextAt: null });
  expect(await issueInvoices(later(71 * msPerHour))).toEqual({ issued: 1 });
});

describe("an invoice whose payment cannot be attached for a day", () => {
  /** After so many requests that succeed, every other one fails. */
  async function failAfter(done: number): Promise<void> {
    if (done > 0) await order("fault", { ...posts, delay: 1, times: done });
    await order("fault", { ...posts, status: 400, times: 99 });
  }

  it.each([
    [4, "open", "void"],
    [3, "draft", undefined],
    [1, "draft", undefined],
  ])("is withdrawn at Stripe after %i steps, when it is %s", async (done, before, after) => {
    const { actor, id } = await charged();
    await failAfter(done);
    expect(await issueInvoices()).toEqual({ issued: 0 });
    expect((await invoicesOf(actor)).map(({ status }) => status)).toEqual([before]);
    await order("clear_faults");
    await failAfter(0);
    await order("fault", { ...posts, method: "DELETE", status: 500, times: 1 });
    // The withdrawal fails, too, and is repeated.
    expect(await issueInvoices(later(23 * msPerHour))).toEqual({ issued: 0 });
    expect((await invoicesOf(actor)).map(({ status }) => status)).toEqual([before]);
    await order("clear_faults");
    expect(await issueInvoices(later(47 * msPerHour))).toEqual({ issued: 0 });
    expect((await invoicesOf(actor)).map(({ status }) => status)).toEqual(after ? [after] : []);
    expect(await db().purchase.findUniqueOrThrow({ where: { id } })).toMatchObject({ invoiceId: null });
    const { invoiceNextAt, invoiceError } = await invoiceStateOf(actor);
    expect([invoiceNextAt, typeof invoiceError]).toEqual([null, "string"]);
    expect(await issueInvoices(later(99 * msPerHour))).toEqual({ issued: 0 });

    // The operator has it begun anew: another invoice, with keys of its own.
    expect(await retryInvoice(operator, id)).toBe(true);
    expect(await retryInvoice(operator, id)).toBe(false);
    expect(await issueInvoices()).toEqual({ issued: 1 });
    expect((await invoicesOf(actor)).map(({ status }) => status)).toEqual(after ? ["paid", after] : ["paid"]);
    expect(await retryInvoice(operator, id)).toBe(false);
    expect(await intentsOf(actor)).toHaveLength(1);
  });

  it("is no longer expected once the operator has closed it", async () => {
    const { actor, id } = await charged();
    expect(await closeMissingInvoice(operator, id)).toBe(false);
    await db().autoTopUpAttempt.updateMany({
      where: { workspaceId: actor.workspaceId },
      data: { invoiceError: "rejected", invoiceNextAt: null, invoiceSteps: 0 },
    });
    const closed = await Promise.all([1, 2].map(() => closeMissingInvoice(operator, id)));
    expect(closed.toSorted()).toEqual([false, true]);
    expect(await invoiceStateOf(actor)).toMatchObject({ invoiceError: null, invoiceSteps: 1 });
    expect(await issueInvoices()).toEqual({ issued: 0 });
    expect(await retryInvoice(operator, id)).toBe(false);
  });

  it("is found and deleted when the response to its draft was lost", async () => {
    const { actor, id } = await charged();
    await order("fault", { ...posts, drop: true, after: true, times: 2 });
    expect(await issueInvoices()).toEqual({ issued: 0 });
    expect(await invoicesOf(actor)).toMatchObject([{ status: "draft" }]);
    expect(await db().purchase.findUniqueOrThrow({ where: { id } })).toMatchObject({ invoiceId: null });
    expect(await issueInvoices(later(23 * msPerHour))).toEqual({ issued: 0 });
    expect(await invoicesOf(actor)).toEqual([]);
  });

  it("is issued when only the response to the attachment was lost", async () => {
    const { actor, id } = await charged();
    await order("fault", { ...posts, delay: 1, times: 4 });
    await order("fault", { ...posts, drop: true, after: true, times: 2 });
    expect(await issueInvoices()).toEqual({ issued: 0 });
    expect(await issueInvoices(later(23 * msPerHour))).toEqual({ issued: 1 });
    expect(await invoicesOf(actor)).toMatchObject([{ status: "paid" }]);
    expect((await findPurchase(actor, id))?.invoice?.number).toMatch(/-0001$/);
    expect(await retryInvoice(operator, id)).toBe(false);
  });

  it("is begun anew by itself when only the profile was missing", async () => {
    const { actor } = await charged();
    await failAfter(1);
    expect(await issueInvoices()).toEqual({ issued: 0 });
    await order("clear_faults");
    await changeProfile(actor, { name: "Difference Engines Ltd" });
    expect(await issueInvoices(later(msPerHour))).toEqual({ issued: 0 });
    expect(await issueInvoices(later(23 * msPerHour))).toEqual({ issued: 0 });
    expect(await invoicesOf(actor)).toEqual([]);
    expect(await issueInvoices(later(24 * msPerHour))).toEqual({ issued: 0 });
    await acceptProfile(actor);
    expect(await issueInvoices(later(48 * msPerHour))).toEqual({ issued: 1 });
    expect(await invoicesOf(actor)).toMatchObject([{ customer_name: "Difference Engines Ltd" }]);
  });
});

describe("a deleted account", () => {
  const deleteWorkspace = ({ workspaceId }: Actor) =>
    db().workspace.update({
      where: { id: workspaceId },
      data: { deletedAt: new Date() },
      select: { id: true },
    });

  it("gets no invoice", async () => {
    const { actor } = await charged();
    await deleteWorkspace(actor);
    expect(await issueInvoices()).toEqual({ issued: 0 });
    expect(await invoicesOf(actor)).toEqual([]);
  });

  it("leaves no open invoice at Stripe, and its customer goes afterwards", async () => {
    const { actor } = await charged();
    await order("fault", { ...posts, delay: 1, times: 4 });
    await order("fault", { ...posts, status: 400, times: 1 });
    expect(await issueInvoices()).toEqual({ issued: 0 });
    await deleteWorkspace(actor);
    const where = { workspaceId: actor.workspaceId };
    await closeDeleted();
    const { customerId: customer } = await db().stripeCustomer.findUniqueOrThrow({ where });
    expect(await issueInvoices(later(2 * msPerMinute))).toEqual({ issued: 0 });
    expect((await stripe().invoices.list({ customer })).data).toMatchObject([{ status: "void" }]);
    expect(await invoiceStateOf(actor)).toMatchObject({ invoiceNextAt: null, invoiceError: null });
    await db().stripeCustomer.updateMany({ where, data: { nextCloseAt: new Date() } });
    await closeDeleted();
    expect(await db().stripeCustomer.count({ where })).toBe(0);
  });
});

it("concurrent runs write one invoice", async () => {
  const { actor } = await charged();
  const runs = await Promise.all(Array.from({ length: 5 }, () => issueInvoices()));
  expect(runs.reduce((sum, { issued }) => sum + issued, 0)).toBe(1);
  expect(await invoicesOf(actor)).toMatchObject([{ status: "paid" }]);
});

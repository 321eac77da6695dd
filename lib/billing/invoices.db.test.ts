import { beforeEach, describe, expect, it } from "vitest";
import { listTransactions } from "@/lib/activity/transactions/list-transactions";
import { exportTransactions } from "@/lib/activity/transactions/export-transactions";
import { db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { parseDollars } from "@/lib/kernel/money";
import { company } from "@/lib/testing/billing-profiles";
import { createWorkspace } from "@/lib/testing/factories";
import { useSimulatedPayments } from "@/lib/testing/simulated-payments";
import { applyStripeEvent, stripeEvent } from "@/lib/testing/stripe-events";
import { findPurchase } from "./find-purchase";
import { saveBillingProfile } from "./profile/save-billing-profile";
import { checkPurchases } from "./repair/check-purchases";
import { fetchInvoices } from "./repair/fetch-invoices";
import { sweepEvents } from "./repair/sweep-events";
import { startPurchase } from "./start-purchase";

// No event is ever delivered: each test says which arrives.
const simulated = useSimulatedPayments();
beforeEach(async () => {
  await sqlPool().query("delete from stripe_sweeps");
});

const ten = parseDollars("10") ?? 0n;
const soon = () => new Date(Date.now() + 60_000);
const inHours = () => new Date(Date.now() + 3 * 3_600_000);

/** A purchase that was paid, and of which no event arrived. */
async function paid(actor: Actor, options: { reference?: string; method?: string } = {}) {
  const started = await startPurchase(actor, { creditsNanos: ten, reference: options.reference ?? null });
  if (!started.ok) throw new Error(started.code);
  const { purchaseId } = started.value;
  const { checkoutSessionId } = await db().purchase.findUniqueOrThrow({ where: { id: purchaseId } });
  await simulated.control("complete", {
    session: checkoutSessionId,
    method: options.method ?? "card",
    mode: "succeed",
  });
  return purchaseId;
}

describe("the invoice of a purchase", () => {
  it("names the company, its tax ID and both references, and is linked from the purchase", async () => {
    const { actor } = await createWorkspace();
    await saveBillingProfile(actor, company);
    const id = await paid(actor, { reference: "PO 2026-17" });
    expect((await findPurchase(actor, id))?.invoice).toBeNull();
    await sweepEvents(soon);
    const purchase = await findPurchase(actor, id);
    expect(purchase).toMatchObject({
      state: "credited",
      reference: "PO 2026-17",
      invoice: { number: expect.stringMatching(/-0001$/), url: expect.stringMatching(/^http/) },
    });
    const page = await (await fetch(purchase?.invoice?.url ?? "")).text();
    for (const text of [
      "Analytical Engines Ltd",
      "12 St James&#39;s Square",
      "GB VAT GB123456789",
      "Cost center 4711",
      "PO 2026-17",
      id,
    ])
      expect(page.replaceAll("&#x27;", "&#39;")).toContain(text);
    const pdf = await fetch(purchase?.invoice?.pdfUrl ?? "");
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(JSON.stringify(await db().stripeEvent.findMany({ select: { facts: true } }))).not.toMatch(
      /Analytical|James|GB123456789/,
    );
  });

  it("keeps the company's name when the card holder's is typed on the payment page", async () => {
    const { actor, workspaceId } = await createWorkspace();
    await saveBillingProfile(actor, { ...company, taxId: null });
    const started = await startPurchase(actor, { creditsNanos: ten });
    if (!started.ok) throw new Error(started.code);
    const session = started.value.url.split("/").at(-1);
    await simulated.control("complete", { session, billing: { name: "Ada Byron", line1: "1 Elsewhere" } });
    await sweepEvents(soon);
    const purchase = await findPurchase(actor, started.value.purchaseId);
    const page = await (await fetch(purchase?.invoice?.url ?? "")).text();
    expect(page).toContain("Analytical Engines Ltd");
    expect(page).not.toContain("Elsewhere");
    expect(await db().billingProfile.count({ where: { workspaceId } })).toBe(1);
  });

  it("is found when its event was lost, once the session has named it", async () => {
    const { actor } = await createWorkspace();
    const id = await paid(actor);
    expect(await checkPurchases(inHours)).toMatchObject({ changed: 1 });
    expect((await findPurchase(actor, id))?.invoice).toBeNull();
    await simulated.control("fault", {
      method: "GET",
      path: "/v1/invoices",
      status: 500,
      times: 1,
      retry: false,
    });
    expect(await fetchInvoices(soon)).toEqual({ fetched: 0 });
    expect(await fetchInvoices(soon)).toEqual({ fetched: 1 });
    expect((await findPurchase(actor, id))?.invoice?.url).toMatch(/^http/);
    expect(await fetchInvoices(soon)).toEqual({ fetched: 0 });
  });

  it("of an asynchronous payment exists when it has settled", async () => {
    const { actor } = await createWorkspace();
    const id = await paid(actor, { method: "alipay" });
    await expect
      .poll(async () => {
        await sweepEvents(soon);
        return (await findPurchase(actor, id))?.invoice?.url;
      })
      .toMatch(/^http/);
  });

  it("is the one that the session names, not another with the same metadata", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const id = await paid(actor);
    const copied = {
      id: "in_copied",
      number: "X-1",
      hosted_invoice_url: "https://invoice.example.test/copied",
      metadata: { purchase_id: id },
    };
    await applyStripeEvent(stripeEvent("invoice.paid", copied));
    expect((await findPurchase(actor, id))?.invoice?.url).toBe(copied.hosted_invoice_url);
    await sweepEvents(soon);
    await fetchInvoices(soon);
    const own = await db().purchase.findUniqueOrThrow({ where: { id, workspaceId } });
    expect(own.invoiceId).toMatch(/^in_/);
    expect(own.invoiceUrl).toContain(own.invoiceId);
    await applyStripeEvent(stripeEvent("invoice.paid", copied));
    expect((await findPurchase(actor, id))?.invoice?.url).toBe(own.invoiceUrl);
    const foreign = { ...copied, metadata: {} };
    expect(await applyStripeEvent(stripeEvent("invoice.paid", foreign))).toEqual({ outcome: "ignored" });
  });
});

async function exported(actor: Actor): Promise<string> {
  let text = "";
  for await (const part of exportTransactions(actor)) text += part;
  return text;
}

describe("the PO number of a purchase", () => {
  it("is on its transactions, and in the export of those who see purchases", async () => {
    const { actor } = await createWorkspace();
    await paid(actor, { reference: "PO 2026-18" });
    await sweepEvents(soon);
    const { rows } = await listTransactions(actor);
    expect(rows.map((row) => row.kind === "posting" && row.reference)).toContain("PO 2026-18");
    expect(await exported(actor)).toContain("PO 2026-18");
    expect(await exported({ ...actor, role: "member" })).not.toContain("PO 2026-18");
  });
});

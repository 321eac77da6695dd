import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { createUser } from "@/lib/accounts/create-user";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { parseDollars } from "@/lib/kernel/money";
import { startStripe } from "@/lib/sandbox/start-stripe";
import { company as someCompany } from "@/lib/testing/billing-profiles";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { openPaymentPortal } from "../open-payment-portal";
import { startPurchase } from "../start-purchase";
import { copyBillingProfiles } from "./copy-billing-profiles";
import { getBillingProfile } from "./get-billing-profile";
import { saveBillingProfile } from "./save-billing-profile";

let simulator: Awaited<ReturnType<typeof startStripe>>;
let stripe: Stripe;

beforeAll(async () => {
  await testDatabase();
  simulator = await startStripe({ port: 0, webhookUrl: null, webhookSecret: "whsec_unused_here" });
  process.env["STRIPE_API_BASE"] = simulator.url;
  const { hostname: host, port } = new URL(simulator.url);
  stripe = new Stripe("sk_test_counterfoil", { host, port, protocol: "http", telemetry: false });
});
afterAll(async () => {
  await simulator.stop();
  await closeDb();
});

const ten = parseDollars("10") ?? 0n;
const company = { ...someCompany, line2: "2nd floor" };

async function control(action: string, body: object): Promise<void> {
  const response = await fetch(`${simulator.url}/_emulator/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
}

async function save(actor: Actor, change: Partial<typeof company> | { taxId: null } = {}) {
  const saved = await saveBillingProfile(actor, { ...company, ...change });
  if (!saved.ok) throw new Error(saved.code);
  return saved.value.copy;
}

/** A workspace that has bought before. */
async function customerOf() {
  const workspace = await createWorkspace();
  const started = await startPurchase(workspace.actor, { creditsNanos: ten });
  if (!started.ok) throw new Error(started.code);
  const { workspaceId } = workspace;
  const { customerId } = await db().stripeCustomer.findUniqueOrThrow({ where: { workspaceId } });
  return { ...workspace, customerId };
}

async function atStripe(customerId: string) {
  const customer = await stripe.customers.retrieve(customerId);
  if (customer.deleted) throw new Error("the customer is deleted");
  const taxIds = await stripe.customers.listTaxIds(customerId);
  return { name: customer.name, address: customer.address, taxIds: taxIds.data.map(({ value }) => value) };
}

/** The next attempt is due now. */
async function makeDue(workspaceId: string): Promise<void> {
  // Not now(): the column has milliseconds, and rounding up would make it due a moment later.
  await sqlPool().query(
    "update billing_profiles set next_copy_at = now() - interval '1 second' where workspace_id = $1",
    [workspaceId],
  );
}

describe("a billing profile", () => {
  it("is stored, audited without its content, and visible to owners and admins of its workspace only", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const { actor: other } = await createWorkspace();
    const member = { ...actor, role: "member" as const };
    expect(await getBillingProfile(actor)).toBeNull();
    expect(await saveBillingProfile(member, company)).toMatchObject({ code: "not_allowed" });
    expect(await save(actor)).toBe("local");
    expect(await getBillingProfile(actor)).toEqual({ ...company, copy: "local", version: 1 });
    expect([await getBillingProfile(member), await getBillingProfile(other)]).toEqual([null, null]);
    await save(actor, { reference: "Cost center 4712" });
    await save(actor, { reference: "Cost center 4712" });
    const audit = await db().auditEvent.findMany({ where: { workspaceId }, orderBy: { id: "asc" } });
    const profiles = audit.filter(({ action }) => action.startsWith("billing_profile."));
    expect(profiles.map(({ action, after }) => [action, after])).toEqual([
      ["billing_profile.created", { fields: expect.arrayContaining(["name", "city", "taxIdValue"]) }],
      ["billing_profile.changed", { fields: ["reference"] }],
    ]);
    expect(JSON.stringify(audit, (_, value) => (typeof value === "bigint" ? `${value}` : value))).not.toMatch(
      /Analytical|James|4712|GB123/,
    );
  });

  it("is not overwritten by a tab that shows an older version, whichever comes first", async () => {
    const { actor } = await createWorkspace();
    const changed = { ok: false, code: "changed_meanwhile" };
    const saveSeen = (version: number, name: string) =>
      saveBillingProfile(actor, { ...company, name, version });
    const names = ["One", "Two", "Three", "Four"];
    for (const seen of [0, 1, 2]) {
      const outcomes = await Promise.all(names.map((name) => saveSeen(seen, `${name} ${seen}`)));
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([changed, changed, changed]);
      const winner = names[outcomes.findIndex(({ ok }) => ok)];
      expect(await getBillingProfile(actor)).toMatchObject({ name: `${winner} ${seen}`, version: seen + 1 });
    }
    // What would change nothing is no conflict.
    const { name = "" } = (await getBillingProfile(actor)) ?? {};
    expect(await saveSeen(0, name)).toMatchObject({ ok: true });
    expect(await saveSeen(0, "Another")).toMatchObject(changed);
  });

  it("reaches Stripe right after it is saved, with one tax ID", async () => {
    const { actor, customerId } = await customerOf();
    expect(await save(actor)).toBe("copied");
    expect(await atStripe(customerId)).toMatchObject({
      name: "Analytical Engines Ltd",
      address: { line1: "12 St James's Square", line2: "2nd floor", postal_code: "SW1Y 4JH", country: "GB" },
      taxIds: ["GB123456789"],
    });
    await save(actor, { line2: "", taxId: { type: "gb_vat", value: "GB987654321" } });
    const after = await atStripe(customerId);
    expect([after.address?.line2 || null, after.taxIds]).toEqual([null, ["GB987654321"]]);
    await save(actor, { taxId: null });
    expect((await atStripe(customerId)).taxIds).toEqual([]);
  });

  it("without a tax ID leaves the one that a buyer typed on the payment page", async () => {
    const { actor, customerId } = await customerOf();
    await stripe.customers.createTaxId(customerId, { type: "gb_vat", value: "GB555555555" });
    await save(actor, { taxId: null });
    expect((await atStripe(customerId)).taxIds).toEqual(["GB555555555"]);
    await save(actor);
    expect((await atStripe(customerId)).taxIds).toEqual(["GB123456789"]);
  });

  it("is saved while Stripe is away, and arrives later", async () => {
    const { actor, workspaceId, customerId } = await customerOf();
    await control("fault", { method: "POST", path: `/v1/customers/${customerId}`, status: 500, times: 2 });
    expect(await save(actor)).toBe("waiting");
    expect(await getBillingProfile(actor)).toMatchObject({ copy: "waiting", name: company.name });
    // Not due yet, and then failing again.
    await copyBillingProfiles();
    await makeDue(workspaceId);
    await copyBillingProfiles();
    expect(await getBillingProfile(actor)).toMatchObject({ copy: "waiting" });
    expect((await db().billingProfile.findUniqueOrThrow({ where: { workspaceId } })).attempts).toBe(2);
    await makeDue(workspaceId);
    expect((await copyBillingProfiles()).tried).toBe(1);
    expect(await getBillingProfile(actor)).toMatchObject({ copy: "copied" });
    expect((await atStripe(customerId)).taxIds).toEqual(["GB123456789"]);
    expect(await copyBillingProfiles()).toEqual({ tried: 0 });
  });

  it("a tax ID that Stripe rejects is not repeated, and the rest is copied", async () => {
    const { actor, customerId } = await customerOf();
    // The product's own rule accepts no such value: Stripe's may be stricter.
    const taxId = { type: "us_ein", value: "not one" };
    expect(await save(actor, { taxId })).toBe("rejected");
    expect(await atStripe(customerId)).toMatchObject({ name: "Analytical Engines Ltd", taxIds: [] });
    expect(await copyBillingProfiles()).toEqual({ tried: 0 });
    expect(await save(actor)).toBe("copied");
  });

  it("changed many times concurrently, arrives in its last version", async () => {
    const { actor, workspaceId, customerId } = await customerOf();
    await control("fault", { method: "POST", path: `/v1/customers/${customerId}`, delay: 50, times: 3 });
    await Promise.all(["One", "Two", "Three", "Four"].map((name) => save(actor, { name })));
    await copyBillingProfiles();
    await expect.poll(async () => (await getBillingProfile(actor))?.copy).toBe("copied");
    const { name, version } = await db().billingProfile.findUniqueOrThrow({ where: { workspaceId } });
    expect(version).toBe(4);
    expect((await atStripe(customerId)).name).toBe(name);
  });

  it("follows to a new customer when Stripe has lost the old one", async () => {
    const { actor, workspaceId, customerId } = await customerOf();
    await save(actor);
    await stripe.customers.del(customerId);
    expect((await startPurchase(actor, { creditsNanos: ten })).ok).toBe(true);
    const replaced = await db().stripeCustomer.findUniqueOrThrow({ where: { workspaceId } });
    expect(replaced.customerId).not.toBe(customerId);
    expect((await atStripe(replaced.customerId)).taxIds).toEqual(["GB123456789"]);
  });

  it("is deleted with the account, and with it what the purchases say about the buyer", async () => {
    const email = "billing-canary@example.test";
    const password = "violet anchor minute parsnip";
    const created = await createUser({ email, password, verified: true });
    if (!created.ok) throw new Error(created.code);
    const { userId, workspaceId } = created.value;
    const actor = { userId, workspaceId, role: "owner" as const };
    await save(actor);
    const bought = await startPurchase(actor, { creditsNanos: ten, reference: "PO 4711" });
    if (!bought.ok) throw new Error(bought.code);
    const documents = { invoiceId: "in_1", invoiceNumber: "A-1", invoiceUrl: "https://i.example.test/1" };
    await db().purchase.updateMany({ where: { workspaceId }, data: documents });
    expect(await deleteAccount({ userId, confirmation: email, currentPassword: password })).toMatchObject({
      ok: true,
    });
    expect(await db().billingProfile.count({ where: { workspaceId } })).toBe(0);
    expect(await db().purchase.findUniqueOrThrow({ where: { id: bought.value.purchaseId } })).toMatchObject({
      reference: null,
      invoiceUrl: null,
      invoicePdfUrl: null,
      invoiceNumber: "A-1",
    });
    expect(await saveBillingProfile(actor, company)).toMatchObject({ ok: false, code: "not_found" });
  });
});

describe("the portal for payment methods", () => {
  it("opens for owners and admins, also before the first purchase", async () => {
    const { actor } = await createWorkspace();
    expect(await openPaymentPortal({ ...actor, role: "member" })).toMatchObject({ code: "not_allowed" });
    const opened = await openPaymentPortal(actor);
    if (!opened.ok) throw new Error(opened.code);
    const page = await (await fetch(opened.value.url)).text();
    expect(page).toContain("Payment methods");
    expect(page).toContain('href="http://localhost:3999/credits"');
  });

  it("opens for a new customer when Stripe has lost the old one, and says when Stripe is away", async () => {
    const { actor, customerId } = await customerOf();
    await stripe.customers.del(customerId);
    expect((await openPaymentPortal(actor)).ok).toBe(true);
    await control("fault", {
      method: "POST",
      path: "/v1/billing_portal",
      status: 500,
      times: 3,
      retry: false,
    });
    expect(await openPaymentPortal(actor)).toMatchObject({ ok: false, code: "payments_unavailable" });
  });
});

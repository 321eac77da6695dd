import type Stripe from "stripe";
import { type BillingInput, customerDetails } from "@/lib/sandbox/stripe/objects/customer-details";
import { hasTaxIdForm, taxIdTypeOf } from "@/lib/sandbox/stripe/objects/tax-id";
import type { SessionNote } from "@/lib/sandbox/stripe/store";
import type { World } from "@/lib/sandbox/stripe/world";
import { addTaxId, taxIdsOf } from "./tax-id";

type Session = Stripe.Checkout.Session;

/** What Checkout asks the payer for the invoice. */
export type BillingFields = {
  readonly hasAddress: boolean;
  readonly hasTaxId: boolean;
  readonly isTaxIdRequired: boolean;
};

export function customerOf({ store }: World, session: Session): Stripe.Customer | undefined {
  return typeof session.customer === "string" ? store.customers.get(session.customer) : undefined;
}

/** A tax ID that the customer has already is not asked for, nor an address that is to stay as it is. */
export function billingFields(world: World, session: Session): BillingFields {
  const customer = customerOf(world, session);
  const note = world.store.sessionNotes.get(session.id);
  const isKnown = Boolean(customer?.address && !note?.customerUpdate?.address);
  const collection = session.tax_id_collection;
  const hasTaxId = Boolean(collection?.enabled && taxIdsOf(world, customer?.id ?? "").length === 0);
  return {
    hasAddress:
      session.billing_address_collection === "required" || (session.automatic_tax.enabled && !isKnown),
    hasTaxId,
    isTaxIdRequired: hasTaxId && collection?.required === "if_supported",
  };
}

/** The problem with what the payer entered, and its field; null when there is none. */
export function billingProblem(
  fields: BillingFields,
  billing: BillingInput,
): { text: string; field: string } | null {
  const { address, taxId } = billing;
  if (fields.hasAddress) {
    if (!billing.name) return { text: "Enter your name.", field: "name" };
    if (!address?.line1) return { text: "Enter the street and number.", field: "line1" };
    if (!address.city) return { text: "Enter the city.", field: "city" };
    if (!address.postal_code) return { text: "Enter the postal code.", field: "postal_code" };
    if (!/^[A-Z]{2}$/.test(address.country ?? ""))
      return { text: "Enter a country code of two letters, such as US or DE.", field: "country" };
  }
  if (fields.isTaxIdRequired && !taxId) return { text: "Enter your tax ID.", field: "tax_id" };
  if (taxId && !hasTaxIdForm(taxId))
    return { text: "This tax ID does not have the form of your country's tax IDs.", field: "tax_id" };
  return null;
}

/** What was typed, as the details of an invoice. Without an address, a tax ID is taken as one of the United States. */
export function billingOf(fields: BillingFields, typed: (name: string) => string): BillingInput {
  const country = typed("country").toUpperCase() || "US";
  const value = typed("tax_id").toUpperCase();
  const address = {
    city: typed("city") || null,
    country,
    line1: typed("line1") || null,
    line2: null,
    postal_code: typed("postal_code") || null,
    state: typed("state") || null,
  };
  return {
    name: typed("name") || null,
    businessName: fields.hasTaxId ? typed("business_name") || null : null,
    address: fields.hasAddress ? address : null,
    taxId:
      fields.hasTaxId && value !== ""
        ? { type: typed("tax_id_type") || (taxIdTypeOf(country) ?? "us_ein"), value }
        : null,
  };
}

/**
 * Records what the payer entered in the session, and in the customer: all of it when Checkout has created the customer,
 * otherwise what `customer_update` permits. Nothing is recorded before the payment succeeds.
 */
export function applyBilling(
  world: World,
  session: Session,
  given: { note: SessionNote; email: string; billing: BillingInput | null },
): void {
  const { note, email, billing } = given;
  const customer = customerOf(world, session);
  if (customer && billing) {
    updateCustomer(world, customer, billing, note.customerUpdate ?? { name: true, address: true });
    if (billing.taxId) addTaxId(world, customer.id, billing.taxId);
  }
  const saved = customer ? taxIdsOf(world, customer.id) : [];
  session.customer_details = customerDetails(email, {
    billing: { ...(billing ?? emptyBilling), address: billing?.address ?? customer?.address ?? null },
    taxIds: customer ? saved : billing?.taxId ? [billing.taxId] : [],
    taxExempt: customer?.tax_exempt ?? null,
  });
  if (session.automatic_tax.enabled) session.automatic_tax.status = "complete";
}

const emptyBilling: BillingInput = { name: null, businessName: null, address: null, taxId: null };

function updateCustomer(
  world: World,
  customer: Stripe.Customer,
  billing: BillingInput,
  update: { readonly name: boolean; readonly address: boolean },
): void {
  const name = billing.businessName ?? billing.name;
  const previous: { name?: string | null; address?: Stripe.Address | null } = {};
  if (update.name && name && name !== customer.name) {
    previous.name = customer.name ?? null;
    customer.name = name;
  }
  if (
    update.address &&
    billing.address &&
    JSON.stringify(billing.address) !== JSON.stringify(customer.address)
  ) {
    previous.address = customer.address ?? null;
    customer.address = billing.address;
  }
  if (Object.keys(previous).length > 0) world.emit("customer.updated", customer, previous);
}

import type Stripe from "stripe";
import { hasTaxIdForm, newTaxId, type TaxIdText } from "@/lib/sandbox/stripe/objects/tax-id";
import { invalid } from "@/lib/sandbox/stripe/wire/api-error";
import type { World } from "@/lib/sandbox/stripe/world";

/** A customer's tax IDs, in the order of their creation. */
export function taxIdsOf({ store }: World, customer: string): Stripe.TaxId[] {
  return [...store.taxIds.values()].filter((taxId) => taxId.customer === customer);
}

/** Gives a customer a tax ID; one that the customer has already is returned. Throws ApiError. */
export function addTaxId(world: World, customer: string, given: TaxIdText): Stripe.TaxId {
  if (!/^[a-z]{2}_[a-z_]+$/.test(given.type)) throw invalid(`Invalid type: ${given.type}`, "type");
  if (!hasTaxIdForm(given)) throw invalid(`Invalid value for ${given.type}.`, "value", "tax_id_invalid");
  const same = taxIdsOf(world, customer).find(
    ({ type, value }) => type === given.type && value === given.value,
  );
  if (same) return same;
  const taxId = newTaxId(customer, given);
  world.store.taxIds.set(taxId.id, taxId);
  world.emit("customer.tax_id.created", taxId);
  // 222222222 is the test value that stays pending.
  if (taxId.verification?.status === "pending" && !taxId.value.includes("222222222"))
    world.later("verify_tax_id", taxId.id, { ms: world.delays.settleMs });
  return taxId;
}

/** The authority answers: 111111111 is the test value that it does not know. */
export function verifyTaxId(world: World, id: string): void {
  const taxId = world.store.taxIds.get(id);
  if (taxId?.verification?.status !== "pending") return;
  const previous = { verification: taxId.verification };
  const isKnown = !taxId.value.includes("111111111");
  taxId.verification = {
    status: isKnown ? "verified" : "unverified",
    verified_address: null,
    verified_name: null,
  };
  world.emit("customer.tax_id.updated", taxId, previous);
}

export function removeTaxId(world: World, taxId: Stripe.TaxId): Stripe.DeletedTaxId {
  world.store.taxIds.delete(taxId.id);
  world.emit("customer.tax_id.deleted", taxId);
  return { id: taxId.id, object: "tax_id", deleted: true };
}

import type Stripe from "stripe";
import { isObject, type JsonObject, listOf, textOf } from "@/lib/sandbox/http/json";
import { addTaxId } from "@/lib/sandbox/stripe/flows/tax-id";
import { newCustomer } from "@/lib/sandbox/stripe/objects/customer";
import { attachMethod, requireMethod } from "@/lib/sandbox/stripe/flows/payment-method";
import { customerParams, listParams } from "@/lib/sandbox/stripe/params/tables";
import { ApiError, missing } from "@/lib/sandbox/stripe/wire/api-error";
import { listPage } from "@/lib/sandbox/stripe/wire/list";
import { givenTexts, hash, mergedMetadata, text } from "@/lib/sandbox/stripe/wire/read";
import type { World } from "@/lib/sandbox/stripe/world";
import type { Call, Route } from "./call";

/** A customer that exists and is not deleted. Throws ApiError. */
export function requireCustomer(world: World, id: string, param = "id"): Stripe.Customer {
  const customer = world.store.customers.get(id);
  if (!customer) throw missing("customer", id, param);
  return customer;
}

function create({ world, params }: Call): object {
  const given = params(customerParams.create);
  const customer = newCustomer({ metadata: mergedMetadata({}, given) });
  setDetails(customer, given);
  if ("address" in given) customer.address = addressOf(hash(given, "address"));
  world.store.customers.set(customer.id, customer);
  const token = text(given, "payment_method");
  world.emit("customer.created", customer);
  for (const item of listOf(given.tax_id_data).filter(isObject)) {
    addTaxId(world, customer.id, { type: textOf(item.type), value: textOf(item.value) });
  }
  if (token) attachMethod(world, requireMethod(world, token), customer.id);
  return customer;
}

function update({ world, id, params }: Call): object {
  const customer = requireCustomer(world, id);
  const given = params(customerParams.update);
  const previous = structuredClone(customer);
  setDetails(customer, given);
  if ("metadata" in given) customer.metadata = mergedMetadata(customer.metadata, given);
  if ("address" in given) customer.address = given.address === "" ? null : addressOf(hash(given, "address"));
  const method = hash(given, "invoice_settings").default_payment_method;
  if (typeof method === "string")
    customer.invoice_settings.default_payment_method = attachedTo(world, customer, method);
  world.emit("customer.updated", customer, changedFields(previous, customer));
  return customer;
}

/** A method that may be the customer's default; null for none. Throws ApiError. */
function attachedTo(world: World, customer: Stripe.Customer, id: string): string | null {
  if (id === "" || world.store.methods.get(id)?.customer === customer.id) return id || null;
  const message = `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`;
  const param = "invoice_settings[default_payment_method]";
  throw new ApiError(400, message, { code: "resource_missing", param });
}

function changedFields(before: Stripe.Customer, after: Stripe.Customer): object {
  const now = new Map(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now.get(name))),
  );
}

function setDetails(customer: Stripe.Customer, given: JsonObject): void {
  Object.assign(customer, givenTexts(given, ["email", "name", "description", "phone"]));
  for (const name of ["business_name", "individual_name"] as const) {
    if (given[name] === "") delete customer[name];
    else if (name in given) customer[name] = textOf(given[name]);
  }
  if ("tax_exempt" in given) customer.tax_exempt = text(given, "tax_exempt") ?? "none";
}

function addressOf(given: JsonObject): Stripe.Address {
  const part = (name: string) => text(given, name);
  return {
    city: part("city"),
    country: part("country"),
    line1: part("line1"),
    line2: part("line2"),
    postal_code: part("postal_code"),
    state: part("state"),
  };
}

function remove({ world, id }: Call): object {
  const customer = requireCustomer(world, id);
  world.store.customers.delete(id);
  for (const method of world.store.methods.values()) {
    if (method.customer !== id) continue;
    method.customer = null;
    world.store.detachedMethods.set(method.id, true);
  }
  const deleted: Stripe.DeletedCustomer = { id, object: "customer", deleted: true };
  world.store.deletedCustomers.set(id, deleted);
  world.emit("customer.deleted", customer);
  return deleted;
}

export const customerRoutes: readonly Route[] = [
  { method: "POST", path: "/v1/customers", run: create },
  {
    method: "GET",
    path: "/v1/customers",
    run: ({ world, path, params }) => {
      const given = params(listParams.customers);
      const email = text(given, "email");
      const rows = [...world.store.customers.values()].filter(
        (customer) => !email || customer.email === email,
      );
      return listPage(rows, given, path);
    },
  },
  {
    method: "GET",
    path: "/v1/customers/:id",
    run: ({ world, id }) => world.store.deletedCustomers.get(id) ?? requireCustomer(world, id),
  },
  { method: "POST", path: "/v1/customers/:id", run: update },
  { method: "DELETE", path: "/v1/customers/:id", run: remove },
];

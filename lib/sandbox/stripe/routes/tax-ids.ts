import type Stripe from "stripe";
import { addTaxId, removeTaxId, taxIdsOf } from "@/lib/sandbox/stripe/flows/tax-id";
import { taxIdParams } from "@/lib/sandbox/stripe/params/billing-tables";
import { missing } from "@/lib/sandbox/stripe/wire/api-error";
import { listPage } from "@/lib/sandbox/stripe/wire/list";
import { text } from "@/lib/sandbox/stripe/wire/read";
import type { Call, Route } from "./call";
import { requireCustomer } from "./customers";

/** Tax IDs of a customer. */

function create({ world, id, params }: Call): object {
  requireCustomer(world, id);
  const given = params(taxIdParams.create, ["type", "value"]);
  return addTaxId(world, id, { type: text(given, "type") ?? "", value: text(given, "value") ?? "" });
}

function list({ world, id, path, params }: Call): object {
  requireCustomer(world, id);
  return listPage(taxIdsOf(world, id), params(taxIdParams.list), path);
}

function owned({ world, id, sub }: Call): Stripe.TaxId {
  requireCustomer(world, id);
  const taxId = world.store.taxIds.get(sub);
  if (taxId?.customer !== id) throw missing("tax_id", sub);
  return taxId;
}

export const taxIdRoutes: readonly Route[] = [
  { method: "POST", path: "/v1/customers/:id/tax_ids", run: create },
  { method: "GET", path: "/v1/customers/:id/tax_ids", run: list },
  { method: "GET", path: "/v1/customers/:id/tax_ids/:sub", run: owned },
  {
    method: "DELETE",
    path: "/v1/customers/:id/tax_ids/:sub",
    run: (call) => removeTaxId(call.world, owned(call)),
  },
];

import { isObject, type JsonObject } from "@/lib/sandbox/http/json";
import { ApiError } from "./api-error";
import { page } from "./list";
import type { Store } from "@/lib/sandbox/stripe/store";
import { findAny } from "@/lib/sandbox/stripe/store";

/** A copy of a response object in which the paths of `expand` have whole objects instead of ids. Throws ApiError. */
export function expanded(store: Store, answer: object, paths: readonly string[]): object {
  if (paths.length === 0) return answer;
  const copy = structuredClone(answer);
  for (const path of paths) expandPath(store, copy, path.split("."), path);
  return copy;
}

function expandPath(store: Store, target: unknown, parts: readonly string[], path: string): void {
  const [name, ...rest] = parts;
  if (name === undefined) return;
  if (!isObject(target))
    throw new ApiError(400, `This property cannot be expanded (${path}).`, { param: "expand" });
  if (name === "data" && Array.isArray(target.data)) {
    for (const item of target.data) expandPath(store, item, rest, path);
    return;
  }
  // Copied, because deeper paths change it.
  const value = structuredClone(target[name] ?? includable(store, target, name));
  // Unset fields stay unset.
  if (value === null) return;
  const whole = typeof value === "string" ? findAny(store, value) : value;
  if (!isObject(whole))
    throw new ApiError(400, `This property cannot be expanded (${path}).`, { param: "expand" });
  target[name] = typeof value === "string" ? structuredClone(whole) : whole;
  expandPath(store, target[name], rest, path);
}

/**
 * Lists that an object includes only on request. Null when the field exists and is empty; undefined when it does not
 * exist.
 */
function includable(store: Store, target: JsonObject, name: string): unknown {
  const id = String(target.id);
  if (target.object === "checkout.session" && name === "line_items") {
    return page(store.sessionNotes.get(id)?.lineItems ?? [], false, `/v1/checkout/sessions/${id}/line_items`);
  }
  if (target.object === "charge" && name === "refunds") {
    const refunds = [...store.refunds.values()].reverse().filter((refund) => refund.charge === id);
    return page(refunds, false, `/v1/charges/${id}/refunds`);
  }
  if (target.object === "customer" && name === "tax_ids") {
    const taxIds = [...store.taxIds.values()].reverse().filter((taxId) => taxId.customer === id);
    return page(taxIds, false, `/v1/customers/${id}/tax_ids`);
  }
  if (target.object === "invoice" && name === "payments") {
    const payments = [...store.invoicePayments.values()].filter((payment) => payment.invoice === id);
    return page(payments, false, `/v1/invoice_payments?invoice=${id}`);
  }
  return name in target ? target[name] : undefined;
}

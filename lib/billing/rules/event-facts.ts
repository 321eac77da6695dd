import { z } from "zod";
import { handledEventTypes } from "./billing-events";

/** Without what the database cannot store. */
const storable = (value: string) => value.replaceAll(/\p{Surrogate}|\0/gu, "");
const text = z.string().max(500).transform(storable).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const count = z.number().int().optional().catch(undefined);
const address = z.string().max(2_000).transform(storable).optional().catch(undefined);
/** An id, also where Stripe expanded the object. */
const id = z
  .union([z.string().max(255), z.object({ id: z.string().max(255) }).transform((object) => object.id)])
  .transform(storable)
  .optional()
  .catch(undefined);

/**
 * The fields of an event's object that are stored. Names, addresses and everything else that says more about a payer
 * than billing needs is absent by construction.
 */
const factsSchema = z.object({
  id: text,
  object: text,
  created: count,
  livemode: flag,
  mode: text,
  status: text,
  payment_status: text,
  amount: count,
  amount_total: count,
  amount_received: count,
  amount_refunded: count,
  total_details: z.object({ amount_tax: count }).optional().catch(undefined),
  currency: text,
  customer: id,
  payment_intent: id,
  payment_method: id,
  setup_intent: id,
  invoice: id,
  charge: id,
  latest_charge: id,
  balance_transaction: id,
  reason: text,
  failure_reason: text,
  failure_code: text,
  number: text,
  receipt_url: address,
  hosted_invoice_url: address,
  invoice_pdf: address,
  metadata: z.object({ purchase_id: text, workspace_id: text }).optional().catch(undefined),
  last_payment_error: z.object({ code: text, decline_code: text }).optional().catch(undefined),
  payment_method_details: z
    .object({ type: text, card: z.object({ brand: text, last4: text }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

export type EventFacts = z.infer<typeof factsSchema>;

/** The storable fields of an event's object; null for types that are not handled and for anything but an object. */
export function eventFacts(type: string, object: unknown): EventFacts | null {
  if (!handledEventTypes.includes(type)) return null;
  const parsed = factsSchema.safeParse(object);
  return parsed.success ? parsed.data : null;
}

export type Fact = { readonly name: string; readonly value: string };

/**
 * Stored facts as names and values, to be shown. Only the fields that are stored today: whatever else is in the column,
 * from another version or another hand, is left out.
 */
export function factRows(stored: unknown): readonly Fact[] {
  const facts = factsSchema.safeParse(stored).data;
  return facts ? flatten(facts, "") : [];
}

function flatten(facts: object, prefix: string): Fact[] {
  return Object.entries(facts).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === "object" && value !== null) return flatten(value, `${prefix}${name}.`);
    const isShown = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return isShown ? [{ name: `${prefix}${name}`, value: String(value) }] : [];
  });
}

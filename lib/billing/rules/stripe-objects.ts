import { z } from "zod";

/** The envelope of an event whose signature was verified. */
export const stripeEventSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,255}$/),
  type: z.string().regex(/^[\w.-]{1,255}$/),
  created: z.number().int().min(0).max(4_000_000_000),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});
export type StripeEvent = z.infer<typeof stripeEventSchema>;

/** An id, or the object itself where Stripe expanded it. */
export const idOf = z
  .union([z.string(), z.object({ id: z.string() }).transform((object) => object.id)])
  .nullish()
  .transform((id) => id ?? null);

const ownIds = z
  .object({ purchase_id: z.uuid().nullish().catch(null), workspace_id: z.uuid().nullish().catch(null) })
  .nullish();
export const metadata = ownIds.transform((value) => value?.purchase_id ?? null);
export const payerSchema = z
  .object({ customer: z.unknown().optional(), metadata: ownIds.catch(null) })
  .transform(({ customer, metadata: ids }) => ({
    customerId: idOf.catch(null).parse(customer),
    isNamed: Boolean(ids?.purchase_id ?? ids?.workspace_id),
  }));

const cents = z.number().int().nonnegative();

/** Seconds since 1970 at which Stripe made an object. */
export const created = z
  .number()
  .int()
  .min(0)
  .max(4_000_000_000)
  .nullish()
  .catch(null)
  .transform((seconds) => seconds ?? null);

export const sessionSchema = z.object({
  id: z.string(),
  mode: z.string().nullish(),
  status: z.string().nullish(),
  payment_status: z.string(),
  amount_total: cents.nullish(),
  total_details: z.object({ amount_tax: cents }).nullish().catch(null),
  currency: z.string().nullish(),
  payment_intent: idOf,
  invoice: idOf,
  created,
  metadata,
});

export const invoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullish(),
  hosted_invoice_url: z.string().nullish(),
  invoice_pdf: z.string().nullish(),
  metadata,
});

export const intentSchema = z.object({
  id: z.string(),
  amount_received: cents.nullish(),
  currency: z.string(),
  latest_charge: idOf,
  last_payment_error: z.object({ code: z.string().nullish(), decline_code: z.string().nullish() }).nullish(),
  created,
  metadata,
});

export const chargeSchema = z.object({
  id: z.string(),
  payment_intent: idOf,
  amount_refunded: cents,
  receipt_url: z.string().nullish(),
  payment_method_details: z
    .object({
      type: z.string(),
      card: z.object({ brand: z.string().nullish(), last4: z.string().nullish() }).nullish(),
    })
    .nullish(),
  metadata,
});

export const refundSchema = z.object({
  id: z.string(),
  amount: cents,
  status: z.string().nullish(),
  charge: idOf,
  payment_intent: idOf,
  metadata,
});

export const disputeSchema = z.object({
  id: z.string(),
  amount: cents,
  status: z.string(),
  charge: idOf,
  payment_intent: idOf,
});

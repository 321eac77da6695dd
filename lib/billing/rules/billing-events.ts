import { z } from "zod";
import { type DisputeStatus } from "./reversal";

/**
 * The payment of a Stripe object, by the ids that the object carries. `purchaseId` is the product's, from the metadata.
 */
export type PaymentRef = {
  readonly purchaseId: string | null;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
};

/** The meaning of an event in the product's terms. Amounts are cents of `currency`, as in Stripe's API. */
export type BillingEvent =
  | {
      readonly kind: "paid";
      readonly ref: PaymentRef;
      readonly currency: string;
      readonly amountCents: number;
    }
  | { readonly kind: "pending"; readonly ref: PaymentRef }
  /** Final: this payment will not arrive. */
  | { readonly kind: "failed"; readonly ref: PaymentRef; readonly failureCode: string }
  /** One attempt was declined; the hosted page stays open for another. */
  | { readonly kind: "declined"; readonly ref: PaymentRef; readonly failureCode: string }
  | { readonly kind: "expired"; readonly ref: PaymentRef }
  | {
      readonly kind: "charged";
      readonly ref: PaymentRef;
      readonly receiptUrl: string | null;
      readonly method: string | null;
    }
  /** `refundedCents` is the total refunded of the charge so far. */
  | { readonly kind: "refunded"; readonly ref: PaymentRef; readonly refundedCents: number }
  | {
      readonly kind: "disputed";
      readonly ref: PaymentRef;
      readonly disputeId: string;
      readonly amountCents: number;
      readonly status: DisputeStatus;
    };

/** The envelope of an event whose signature was verified. */
export const stripeEventSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  created: z.number().int(),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});
export type StripeEvent = z.infer<typeof stripeEventSchema>;

/** An id, or the object itself where Stripe expanded it. */
const idOf = z
  .union([z.string(), z.object({ id: z.string() }).transform((object) => object.id)])
  .nullish()
  .transform((id) => id ?? null);

const metadata = z
  .object({ purchase_id: z.uuid().nullish().catch(null) })
  .nullish()
  .transform((value) => value?.purchase_id ?? null);

const cents = z.number().int().nonnegative();

const sessionSchema = z.object({
  id: z.string(),
  mode: z.string().nullish(),
  status: z.string().nullish(),
  payment_status: z.string(),
  amount_total: cents.nullish(),
  currency: z.string().nullish(),
  payment_intent: idOf,
  metadata,
});

const intentSchema = z.object({
  id: z.string(),
  amount_received: cents.nullish(),
  currency: z.string(),
  latest_charge: idOf,
  last_payment_error: z.object({ code: z.string().nullish(), decline_code: z.string().nullish() }).nullish(),
  metadata,
});

const chargeSchema = z.object({
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

const disputeSchema = z.object({
  id: z.string(),
  amount: cents,
  status: z.string(),
  charge: idOf,
  payment_intent: idOf,
});

type Reader = (object: unknown, type: string) => BillingEvent | null;

/** Every event type that is handled, and how it becomes a billing event. */
const readers: Readonly<Record<string, Reader>> = {
  "checkout.session.completed": eventOfSession,
  "checkout.session.async_payment_succeeded": eventOfSession,
  "checkout.session.expired": eventOfSession,
  "checkout.session.async_payment_failed": eventOfFailedSession,
  "payment_intent.processing": eventOfIntent,
  "payment_intent.succeeded": eventOfIntent,
  "payment_intent.payment_failed": eventOfIntent,
  "charge.succeeded": eventOfCharge,
  "charge.updated": eventOfCharge,
  "charge.refunded": eventOfCharge,
  "charge.dispute.created": eventOfDispute,
  "charge.dispute.updated": eventOfDispute,
  "charge.dispute.funds_withdrawn": eventOfDispute,
  "charge.dispute.funds_reinstated": eventOfDispute,
  "charge.dispute.closed": eventOfDispute,
};

/** The event types that Stripe must deliver here. */
export const handledEventTypes: readonly string[] = Object.keys(readers);

/** The billing event of a Stripe event, or null for an event type or shape that is not handled. Pure. */
export function billingEventOf(event: StripeEvent): BillingEvent | null {
  const read = Object.hasOwn(readers, event.type) ? readers[event.type] : undefined;
  return read?.(event.data.object, event.type) ?? null;
}

function eventOfFailedSession(object: unknown): BillingEvent | null {
  const session = sessionSchema.safeParse(object);
  return session.success
    ? { kind: "failed", ref: sessionRef(session.data), failureCode: "async_payment_failed" }
    : null;
}

/** The product's purchase id in the metadata of any Stripe object, or null when there is no valid one. */
export function purchaseIdIn(object: unknown): string | null {
  const parsed = z.object({ metadata }).safeParse(object);
  return parsed.success ? parsed.data.metadata : null;
}

/** The same rule for a session that the poller fetched: no event is needed to know that it is paid. */
export function eventOfSession(object: unknown): BillingEvent | null {
  const parsed = sessionSchema.safeParse(object);
  if (!parsed.success || (parsed.data.mode ?? "payment") !== "payment") return null;
  const session = parsed.data;
  const ref = sessionRef(session);
  if (session.payment_status === "paid") {
    return { kind: "paid", ref, currency: session.currency ?? "", amountCents: session.amount_total ?? 0 };
  }
  if (session.status === "expired") return { kind: "expired", ref };
  return session.status === "complete" ? { kind: "pending", ref } : null;
}

function eventOfIntent(object: unknown, type: string): BillingEvent | null {
  const parsed = intentSchema.safeParse(object);
  if (!parsed.success) return null;
  const intent = parsed.data;
  const ref = {
    purchaseId: intent.metadata,
    sessionId: null,
    paymentIntentId: intent.id,
    chargeId: intent.latest_charge,
  };
  if (type === "payment_intent.processing") return { kind: "pending", ref };
  if (type === "payment_intent.succeeded") {
    return { kind: "paid", ref, currency: intent.currency, amountCents: intent.amount_received ?? 0 };
  }
  const failureCode =
    intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? "declined";
  return { kind: "declined", ref, failureCode };
}

function eventOfCharge(object: unknown, type: string): BillingEvent | null {
  const parsed = chargeSchema.safeParse(object);
  if (!parsed.success) return null;
  const charge = parsed.data;
  const ref = {
    purchaseId: charge.metadata,
    sessionId: null,
    paymentIntentId: charge.payment_intent,
    chargeId: charge.id,
  };
  if (type === "charge.refunded") return { kind: "refunded", ref, refundedCents: charge.amount_refunded };
  const details = charge.payment_method_details;
  const card = details?.card?.last4 ? `${details.card.brand ?? "card"} ${details.card.last4}` : null;
  return {
    kind: "charged",
    ref,
    receiptUrl: webAddress(charge.receipt_url),
    method: card ?? details?.type ?? null,
  };
}

function eventOfDispute(object: unknown): BillingEvent | null {
  const parsed = disputeSchema.safeParse(object);
  if (!parsed.success) return null;
  const dispute = parsed.data;
  const ref = {
    purchaseId: null,
    sessionId: null,
    paymentIntentId: dispute.payment_intent,
    chargeId: dispute.charge,
  };
  const status = disputeStatus(dispute.status);
  return { kind: "disputed", ref, disputeId: dispute.id, amountCents: dispute.amount, status };
}

function disputeStatus(status: string): DisputeStatus {
  if (status === "won" || status === "lost") return status;
  return status.startsWith("warning_") || status === "prevented" ? "inquiry" : "open";
}

function sessionRef(session: z.infer<typeof sessionSchema>): PaymentRef {
  return {
    purchaseId: session.metadata,
    sessionId: session.id,
    paymentIntentId: session.payment_intent,
    chargeId: null,
  };
}

/** Only an http or https URL may become a link. */
function webAddress(address: string | null | undefined): string | null {
  return address && /^https?:\/\//.test(address) ? address : null;
}

const checkedSessionSchema = z.object({
  payment_intent: z
    .object({ status: z.string().nullish(), latest_charge: z.unknown() })
    .nullish()
    .catch(null),
});

/**
 * The billing events in a session that was fetched with its payment and charge expanded: it replaces several events.
 */
export function eventsOfCheckedSession(object: unknown): readonly BillingEvent[] {
  const billingEvent = eventOfSession(object);
  if (!billingEvent) return [];
  const expanded = checkedSessionSchema.safeParse(object);
  const intent = expanded.success ? expanded.data.payment_intent : null;
  const hasFailed = intent?.status === "requires_payment_method" || intent?.status === "canceled";
  if (billingEvent.kind === "pending" && hasFailed) {
    return [{ kind: "failed", ref: billingEvent.ref, failureCode: "async_payment_failed" }];
  }
  const charge = billingEvent.kind === "paid" ? eventOfCharge(intent?.latest_charge, "charge.updated") : null;
  return charge ? [billingEvent, charge] : [billingEvent];
}

import { z } from "zod";
import { msPerSecond } from "@/lib/kernel/clock";
import { type DisputeStatus, type RefundStatus } from "./reversal";
import {
  chargeSchema,
  disputeSchema,
  intentSchema,
  invoiceSchema,
  metadata,
  payerSchema,
  refundSchema,
  sessionSchema,
} from "./stripe-objects";

/**
 * The payment of a Stripe object, by the ids that the object carries. `purchaseId` is the product's, from the metadata.
 */
export type PaymentRef = {
  readonly purchaseId: string | null;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
};

/** What a successful payment says about who paid, for one that no purchase knows. */
export type Payer = {
  readonly customerId: string | null;
  /** True when the product's metadata is on the payment. */
  readonly isNamed: boolean;
};

/** The meaning of an event in the product's terms. Amounts are cents of `currency`, as in Stripe's API. */
export type BillingEvent =
  | {
      readonly kind: "paid";
      readonly ref: PaymentRef;
      readonly currency: string;
      /** With tax. */
      readonly amountCents: number;
      /** The tax in the amount; null when the object does not say. */
      readonly taxCents: number | null;
      readonly invoiceId: string | null;
      readonly payer: Payer;
      /** By Stripe's clock: when the object was made; the event or the charge know it better. Null when it says nothing. */
      readonly paidAt: Date | null;
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
  /** The invoice of a paid purchase, with its documents. */
  | {
      readonly kind: "invoiced";
      readonly ref: PaymentRef;
      readonly invoiceId: string;
      readonly number: string | null;
      readonly url: string | null;
      readonly pdfUrl: string | null;
    }
  /** `refundedCents` is the total refunded of the charge so far. */
  | { readonly kind: "refunded"; readonly ref: PaymentRef; readonly refundedCents: number }
  /** One refund; a refund that succeeded may still fail. */
  | {
      readonly kind: "refund";
      readonly ref: PaymentRef;
      readonly refundId: string;
      readonly amountCents: number;
      readonly status: RefundStatus;
    }
  | {
      readonly kind: "disputed";
      readonly ref: PaymentRef;
      readonly disputeId: string;
      readonly amountCents: number;
      readonly status: DisputeStatus;
    };

type Reader = (object: unknown, type: string) => BillingEvent | null;

type Handled = { readonly shape: z.ZodType; readonly read: Reader };

const session = { shape: sessionSchema, read: eventOfSession };
const intent = { shape: intentSchema, read: eventOfIntent };
const charge = { shape: chargeSchema, read: eventOfCharge };
const refund = { shape: refundSchema, read: eventOfRefund };
const dispute = { shape: disputeSchema, read: eventOfDispute };

/** Every event type that is handled, the shape of its object, and how it becomes a billing event. */
const handled: Readonly<Record<string, Handled>> = {
  "checkout.session.completed": session,
  "checkout.session.async_payment_succeeded": session,
  "checkout.session.expired": session,
  "checkout.session.async_payment_failed": { shape: sessionSchema, read: eventOfFailedSession },
  "payment_intent.processing": intent,
  "payment_intent.succeeded": intent,
  "payment_intent.payment_failed": intent,
  "charge.succeeded": charge,
  "charge.updated": charge,
  "charge.refunded": charge,
  "charge.refund.updated": refund,
  "invoice.paid": { shape: invoiceSchema, read: eventOfInvoice },
  "refund.created": refund,
  "refund.updated": refund,
  "refund.failed": refund,
  "charge.dispute.created": dispute,
  "charge.dispute.updated": dispute,
  "charge.dispute.funds_withdrawn": dispute,
  "charge.dispute.funds_reinstated": dispute,
  "charge.dispute.closed": dispute,
};

/** The event types that Stripe must deliver here. */
export const handledEventTypes: readonly string[] = Object.keys(handled);

type TypedObject = { readonly type: string; readonly object: unknown };

/**
 * The billing event of an event's type and object. Null for a type that is not handled, for an object without a meaning
 * here, such as a session that only saves a card, and for one that cannot be read. Pure.
 */
export function billingEventOf({ type, object }: TypedObject): BillingEvent | null {
  return handlingOf(type)?.read(object, type) ?? null;
}

/** True when the type is handled, and the object is not what Stripe documents for it. */
export function isUnreadable({ type, object }: TypedObject): boolean {
  return handlingOf(type)?.shape.safeParse(object).success === false;
}

function handlingOf(type: string): Handled | undefined {
  return Object.hasOwn(handled, type) ? handled[type] : undefined;
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
    const { currency, amount_total: amount } = session;
    return {
      kind: "paid",
      ref,
      currency: currency ?? "",
      amountCents: amount ?? 0,
      taxCents: session.total_details?.amount_tax ?? 0,
      invoiceId: session.invoice,
      payer: payerSchema.parse(object),
      paidAt: momentOf(session.created),
    };
  }
  if (session.status === "expired") return { kind: "expired", ref };
  return session.status === "complete" ? { kind: "pending", ref } : null;
}

export function eventOfIntent(object: unknown, type: string): BillingEvent | null {
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
    const { currency, amount_received: amount } = intent;
    return {
      kind: "paid",
      ref,
      currency,
      amountCents: amount ?? 0,
      taxCents: null,
      invoiceId: null,
      payer: payerSchema.parse(object),
      paidAt: momentOf(intent.created),
    };
  }
  const failureCode =
    intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? "declined";
  return { kind: "declined", ref, failureCode };
}

export function eventOfCharge(object: unknown, type: string): BillingEvent | null {
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

export function eventOfInvoice(object: unknown): BillingEvent | null {
  const parsed = invoiceSchema.safeParse(object);
  if (!parsed.success) return null;
  const invoice = parsed.data;
  return {
    kind: "invoiced",
    ref: { purchaseId: invoice.metadata, sessionId: null, paymentIntentId: null, chargeId: null },
    invoiceId: invoice.id,
    number: invoice.number ?? null,
    url: webAddress(invoice.hosted_invoice_url),
    pdfUrl: webAddress(invoice.invoice_pdf),
  };
}

export function eventOfRefund(object: unknown): BillingEvent | null {
  const parsed = refundSchema.safeParse(object);
  if (!parsed.success) return null;
  const refund = parsed.data;
  const ref = {
    purchaseId: refund.metadata,
    sessionId: null,
    paymentIntentId: refund.payment_intent,
    chargeId: refund.charge,
  };
  const status = refundStatus(refund.status);
  return { kind: "refund", ref, refundId: refund.id, amountCents: refund.amount, status };
}

/** `requires_action` is a refund that waits for the payer. */
function refundStatus(status: string | null | undefined): RefundStatus {
  if (status === "failed" || status === "canceled") return "failed";
  return status === "succeeded" ? "succeeded" : "pending";
}

export function eventOfDispute(object: unknown): BillingEvent | null {
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

function momentOf(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * msPerSecond);
}

/** Only an http or https URL may become a link. */
function webAddress(address: string | null | undefined): string | null {
  return address && /^https?:\/\//.test(address) ? address : null;
}

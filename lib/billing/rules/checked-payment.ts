import { z } from "zod";
import { msPerSecond } from "@/lib/kernel/clock";
import { type BillingEvent, eventOfCharge, eventOfIntent, eventOfSession } from "./billing-events";
import { created } from "./stripe-objects";

const expandedCharge = z.object({
  amount_refunded: z.number().int().nonnegative().catch(0),
  disputed: z.boolean().catch(false),
  created,
});
const expandedIntent = z.object({ status: z.string().nullish(), latest_charge: z.unknown().optional() });
const expandedSession = z.object({ payment_intent: expandedIntent.nullish().catch(null) });

/** What a fetched payment says: it replaces several events. */
export type CheckedPayment = {
  readonly billingEvents: readonly BillingEvent[];
  /** True when Stripe has refunds or disputes of it, which are fetched separately. */
  readonly hasReversals: boolean;
};

/** Reads a checkout session that was fetched with its payment and charge expanded. */
export function readCheckedSession(object: unknown): CheckedPayment {
  const billingEvent = eventOfSession(object);
  if (!billingEvent) return { billingEvents: [], hasReversals: false };
  const intent = expandedSession.safeParse(object).data?.payment_intent ?? null;
  const hasFailed = intent?.status === "requires_payment_method" || intent?.status === "canceled";
  if (billingEvent.kind === "pending" && hasFailed) {
    const failed = { kind: "failed", ref: billingEvent.ref, failureCode: "async_payment_failed" } as const;
    return { billingEvents: [failed], hasReversals: false };
  }
  if (billingEvent.kind !== "paid") return { billingEvents: [billingEvent], hasReversals: false };
  return withCharge(billingEvent, intent?.latest_charge);
}

const eventTypes: Readonly<Record<string, string>> = {
  succeeded: "payment_intent.succeeded",
  processing: "payment_intent.processing",
  requires_payment_method: "payment_intent.payment_failed",
};

/** Reads a payment intent that was fetched with its charge expanded. */
export function readCheckedIntent(object: unknown): CheckedPayment {
  const intent = expandedIntent.safeParse(object).data;
  const status = intent?.status ?? "";
  // An intent without an attempt has this status too; only one with an error was declined.
  const type = Object.hasOwn(eventTypes, status) ? eventTypes[status] : undefined;
  const billingEvent =
    status === "canceled"
      ? failedOf(eventOfIntent(object, "payment_intent.processing"))
      : type
        ? eventOfIntent(object, type)
        : null;
  if (!billingEvent) return { billingEvents: [], hasReversals: false };
  if (billingEvent.kind === "declined" && billingEvent.failureCode === "declined")
    return { billingEvents: [], hasReversals: false };
  if (billingEvent.kind !== "paid") return { billingEvents: [billingEvent], hasReversals: false };
  return withCharge(billingEvent, intent?.latest_charge);
}

function failedOf(billingEvent: BillingEvent | null): BillingEvent | null {
  return billingEvent && { kind: "failed", ref: billingEvent.ref, failureCode: "canceled" };
}

function withCharge(paid: Extract<BillingEvent, { kind: "paid" }>, object: unknown): CheckedPayment {
  const charge = eventOfCharge(object, "charge.updated");
  const refunded = eventOfCharge(object, "charge.refunded");
  const facts = expandedCharge.safeParse(object).data;
  const hasRefunds = (facts?.amount_refunded ?? 0) > 0;
  // The session or the intent may have been made long before.
  const chargedAt = facts?.created ? { paidAt: new Date(facts.created * msPerSecond) } : {};
  return {
    billingEvents: [{ ...paid, ...chargedAt }, charge, hasRefunds ? refunded : null].filter(
      (each) => each !== null,
    ),
    hasReversals: hasRefunds || (facts?.disputed ?? false),
  };
}

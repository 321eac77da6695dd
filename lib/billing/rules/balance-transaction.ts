import { z } from "zod";
import { msPerSecond } from "@/lib/kernel/clock";
import type { Payer } from "./billing-events";
import { idOf, metadata, payerSchema } from "./stripe-objects";

/** A change of the balance at Stripe that comes from a charge, a refund or a dispute. */
export type BalanceTransaction = {
  readonly id: string;
  readonly type: string;
  /** The charge, refund or dispute. */
  readonly sourceId: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  /** The product's purchase in the metadata; only charges carry it. */
  readonly namedPurchaseId: string | null;
  readonly payer: Payer;
  /** Cents of `currency`, in which the payment was made; positive when the balance grew. Without Stripe's fees. */
  readonly amountCents: bigint;
  readonly currency: string;
  readonly createdAt: Date;
};

const whole = z.number().int();

const sourceSchema = z.object({
  id: z.string().max(255),
  object: z.enum(["charge", "refund", "dispute"]),
  amount: whole,
  currency: z.string().max(8),
  charge: idOf.catch(null),
  payment_intent: idOf.catch(null),
  metadata: metadata.catch(null),
});

const schema = z.object({
  id: z.string().max(255),
  type: z.string().max(64),
  amount: whole,
  currency: z.string().max(8),
  created: whole,
  source: z.unknown(),
});

/**
 * Reads a balance transaction that was listed with its source expanded. Null for everything that is not about a payment:
 * payouts, fees, transfers. A balance in another currency than the payment has the amount of the payment, because the
 * ledger knows no exchange rates.
 */
export function readBalanceTransaction(object: unknown): BalanceTransaction | null {
  const transaction = schema.safeParse(object).data;
  const source = sourceSchema.safeParse(transaction?.source).data;
  if (!transaction || !source) return null;
  const isExchanged = transaction.currency !== source.currency;
  const amount = isExchanged ? Math.sign(transaction.amount) * source.amount : transaction.amount;
  return {
    id: transaction.id,
    type: transaction.type,
    sourceId: source.id,
    chargeId: source.object === "charge" ? source.id : source.charge,
    paymentIntentId: source.payment_intent,
    namedPurchaseId: source.object === "charge" ? source.metadata : null,
    payer: payerSchema.parse(transaction.source),
    amountCents: BigInt(amount),
    currency: source.currency,
    createdAt: new Date(transaction.created * msPerSecond),
  };
}

/** A purchase to which a balance transaction may belong. */
export type PurchaseIds = {
  readonly id: string;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
};

/**
 * The purchase of a balance transaction among `candidates`. Metadata decides only while the purchase has no other
 * payment: a second payment that names it is not its own.
 */
export function purchaseOf(
  transaction: Pick<BalanceTransaction, "chargeId" | "paymentIntentId" | "namedPurchaseId">,
  candidates: readonly PurchaseIds[],
): string | null {
  const { chargeId, paymentIntentId, namedPurchaseId } = transaction;
  const own =
    candidates.find((each) => paymentIntentId !== null && each.paymentIntentId === paymentIntentId) ??
    candidates.find((each) => chargeId !== null && each.chargeId === chargeId);
  if (own) return own.id;
  const named = candidates.find(({ id }) => id === namedPurchaseId);
  const hasOther = named?.paymentIntentId && paymentIntentId && named.paymentIntentId !== paymentIntentId;
  return named && !hasOther ? named.id : null;
}

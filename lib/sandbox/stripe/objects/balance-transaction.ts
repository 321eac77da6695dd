import type Stripe from "stripe";
import { newId, nowSeconds } from "./id";

/** Stripe's published price of a card payment: 2.9% plus 30 cents, in cents. */
export function processingFee(amount: number): number {
  return Math.round((amount * 29) / 1_000) + 30;
}

/** Kinds of balance transactions, with the category that reports use for each. Only cards make a `charge`. */
const categories = {
  charge: "charge",
  payment: "charge",
  refund: "refund",
  payment_refund: "refund",
  refund_failure: "refund_failure",
  adjustment: "dispute",
} as const;

/** A balance transaction: positive for a charge, negative for a refund or a dispute. */
export function newBalanceTransaction(given: {
  amount: number;
  fee: number;
  currency: string;
  source: string;
  type: keyof typeof categories;
  category?: string;
}): Stripe.BalanceTransaction {
  const created = nowSeconds();
  const detail = {
    amount: given.fee,
    application: null,
    currency: given.currency,
    description: "Stripe processing fees",
    type: "stripe_fee",
  };
  return {
    id: newId("txn"),
    object: "balance_transaction",
    amount: given.amount,
    available_on: created + 2 * 86_400,
    balance_type: "payments",
    created,
    currency: given.currency,
    description: null,
    exchange_rate: null,
    fee: given.fee,
    fee_details: given.fee === 0 ? [] : [detail],
    net: given.amount - given.fee,
    reporting_category: given.category ?? categories[given.type],
    source: given.source,
    status: "pending",
    type: given.type,
  };
}

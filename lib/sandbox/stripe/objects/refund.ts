import type Stripe from "stripe";
import { newId, nowSeconds } from "./id";

export function newRefund(
  charge: Stripe.Charge,
  given: { amount: number; reason: string | null; metadata: Stripe.Metadata; isPending: boolean },
): Stripe.Refund {
  return {
    id: newId("re"),
    object: "refund",
    amount: given.amount,
    balance_transaction: null,
    charge: charge.id,
    created: nowSeconds(),
    currency: charge.currency,
    customer: typeof charge.customer === "string" ? charge.customer : null,
    customer_account: null,
    destination_details: destinationOf(charge),
    metadata: given.metadata,
    payment_intent: typeof charge.payment_intent === "string" ? charge.payment_intent : null,
    payment_method: charge.payment_method,
    ...(given.isPending && { pending_reason: "processing" }),
    reason: given.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: given.isPending ? "pending" : "succeeded",
    transfer_reversal: null,
  };
}

function destinationOf(charge: Stripe.Charge): Stripe.Refund.DestinationDetails {
  const type = charge.payment_method_details?.type;
  if (type === "alipay") return { type, alipay: {} };
  if (type === "crypto") return { type, crypto: { reference: null } };
  const card = { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" };
  return { type: "card", card };
}

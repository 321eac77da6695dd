import "server-only";
import { type BillingEvent, eventOfDispute, eventOfRefund } from "../rules/billing-events";
import { patience, stripe } from "./stripe-client";

/** Far more than a payment has. */
const limit = 100;

/** All refunds and disputes of a payment, as Stripe knows them now. */
export async function fetchReversals(paymentIntentId: string): Promise<readonly BillingEvent[]> {
  const query = { payment_intent: paymentIntentId, limit };
  const refunds = await stripe().refunds.list(query, patience);
  const disputes = await stripe().disputes.list(query, patience);
  return [...refunds.data.map(eventOfRefund), ...disputes.data.map(eventOfDispute)].filter(
    (billingEvent) => billingEvent !== null,
  );
}

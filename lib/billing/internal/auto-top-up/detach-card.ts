import "server-only";
import Stripe from "stripe";
import { log } from "@/lib/config/log";
import { stripe, stripeErrorFacts } from "../stripe-client";
import { callLimits } from "./attempt";

/** Makes Stripe forget a card. True when it has, or did before; false when it is to be asked again. */
export async function detachCard(paymentMethodId: string): Promise<boolean> {
  try {
    await stripe().paymentMethods.detach(paymentMethodId, {}, callLimits);
    return true;
  } catch (error) {
    // It rejects the call for a card that is not attached, or that it does not know.
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return true;
    log().warn({ event: "card_not_detached", ...stripeErrorFacts(error) });
    return false;
  }
}

import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { isLiveMode, stripe } from "./internal/stripe-client";

/** Calls Stripe with the configured key. Throws a sentence with what to do when the key is rejected. */
export async function checkStripe(): Promise<string> {
  try {
    await stripe().customers.list({ limit: 1 }, { timeout: 5_000, maxNetworkRetries: 0 });
  } catch (error) {
    const status =
      typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : undefined;
    throw new OperatorProblem(
      status === 401
        ? "Stripe rejects the key; copy STRIPE_SECRET_KEY again from the dashboard"
        : "Stripe is not responding; check the network and STRIPE_API_BASE",
    );
  }
  return isLiveMode() ? "responding, live mode" : "responding, test mode";
}

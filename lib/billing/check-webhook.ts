import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { env } from "@/lib/config/env";
import { stripe } from "./internal/stripe-client";
import { handledEventTypes } from "./rules/billing-events";
import { webhookProblem } from "./rules/webhook-endpoint";

/**
 * Asks Stripe whether it delivers every event type that credits depend on to this installation. Throws a sentence with
 * what to do when it does not, or when the key lacks the permission.
 */
export async function checkWebhook(
  { address, isSandbox }: { address: string; isSandbox: boolean } = {
    address: `${env().appUrl}/api/webhooks/stripe`,
    isSandbox: env().sandbox.stripe,
  },
): Promise<string> {
  const endpoints = await stripe()
    .webhookEndpoints.list({ limit: 100 }, { timeout: 5_000, maxNetworkRetries: 0 })
    .catch((error: unknown) => {
      throw new OperatorProblem(whyNotListed(error, address));
    });
  // The simulator delivers over loopback, whatever APP_URL is.
  if (isSandbox) return `the simulator delivers to ${endpoints.data[0]?.url ?? "no endpoint"}`;
  const problem = webhookProblem(endpoints.data, { address, types: handledEventTypes });
  if (problem) throw new OperatorProblem(problem);
  return `Stripe delivers all ${handledEventTypes.length} kinds of events to ${address}`;
}

function whyNotListed(error: unknown, address: string): string {
  const status = typeof error === "object" && error !== null ? Reflect.get(error, "statusCode") : undefined;
  if (status === 403)
    return `this restricted key may not list webhook endpoints: allow it, or see for yourself that Stripe delivers to ${address}`;
  return "Stripe does not say where it delivers to; see the line above";
}

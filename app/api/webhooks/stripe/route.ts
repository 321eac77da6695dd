import { applyStripeEvent } from "@/lib/billing/apply-stripe-event";
import { verifyStripeEvent } from "@/lib/billing/verify-stripe-event";
import { errorFacts, log } from "@/lib/config/log";
import { readTextBody } from "@/lib/http/text-body";

/** Far above Stripe's largest events. */
const bodyBytesMax = 512 * 1024;

/**
 * Stripe's webhook. The raw body is verified before anything in it is trusted. Responds 200 to an event that was
 * applied, ignored or already processed, and 500 to one that could not be applied, so that Stripe delivers it again.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await readTextBody(request, bodyBytesMax);
  if (body === null) return respond({ error: "too_large" }, 413);
  const verified = verifyStripeEvent(body, request.headers.get("stripe-signature"));
  if (!verified.ok) return respond({ error: "bad_signature" }, 400);
  const { id: event, type } = verified.value;
  try {
    const { outcome } = await applyStripeEvent(verified.value);
    log().info({ event, type, outcome }, "stripe event");
    return respond({ received: true }, 200);
  } catch (error) {
    log().error({ event, type, ...errorFacts(error) }, "stripe event failed");
    return respond({ error: "try_again" }, 500);
  }
}

function respond(body: object, status: number): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

import { applyStripeEvent } from "@/lib/billing/apply-stripe-event";
import { verifyStripeEvent } from "@/lib/billing/verify-stripe-event";
import { errorFacts, log } from "@/lib/config/log";
import { readTextBody } from "@/lib/http/text-body";

/** Stripe's largest events are far below this. */
const bodyBytesMax = 512 * 1024;

/**
 * Stripe's webhook. The raw body is verified before anything in it is believed; what was applied, ignored or seen
 * before answers 200, what could not be applied now 500, so that Stripe delivers it again.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await readTextBody(request, bodyBytesMax);
  if (body === null) return answer({ error: "too_large" }, 413);
  const verified = verifyStripeEvent(body, request.headers.get("stripe-signature"));
  if (!verified.ok) return answer({ error: "bad_signature" }, 400);
  const { id: event, type } = verified.value;
  try {
    const { outcome } = await applyStripeEvent(verified.value);
    log().info({ event, type, outcome }, "stripe event");
    return answer({ received: true }, 200);
  } catch (error) {
    log().error({ event, type, ...errorFacts(error) }, "stripe event failed");
    return answer({ error: "try_again" }, 500);
  }
}

function answer(body: object, status: number): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

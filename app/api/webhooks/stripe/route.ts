import { applyEventsSoon } from "@/lib/billing/events/apply-events";
import { receiveEvent } from "@/lib/billing/events/receive-event";
import { receiveUnreadable } from "@/lib/billing/events/receive-unreadable";
import { verifyEvent, type VerifiedEvent } from "@/lib/billing/events/verify-event";
import { errorFacts, log } from "@/lib/config/log";
import { readTextBody } from "@/lib/http/text-body";

/** Far above Stripe's largest events. */
const bodyBytesMax = 512 * 1024;

/**
 * Stripe's webhook. The raw body is verified before anything in it is trusted. Responds 200 once the event is stored;
 * applying it is this product's task from then on. Responds 500 when it could not be stored, so that Stripe delivers it
 * again. What Stripe signed and is no event is stored for the operator to see, and rejected.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await readTextBody(request, bodyBytesMax);
  if (body === null) return respond({ error: "too_large" }, 413);
  const verified = verifyEvent(body, request.headers.get("stripe-signature"));
  if (!verified.ok) return respond({ error: verified.code }, 400);
  try {
    return await receive(verified.value);
  } catch (error) {
    const { id: event, type } = verified.value.isReadable ? verified.value.event : {};
    log().error({ event, type, ...errorFacts(error) }, "stripe event could not be stored");
    return respond({ error: "try_again" }, 500);
  }
}

async function receive(verified: VerifiedEvent): Promise<Response> {
  if (!verified.isReadable) {
    await receiveUnreadable(verified.value, "webhook");
    return respond({ error: "bad_event" }, 400);
  }
  const { id: event, type } = verified.event;
  if (await receiveEvent(verified.event, "webhook")) applyEventsSoon();
  log().info({ event, type }, "stripe event stored");
  return respond({ received: true }, 200);
}

function respond(body: object, status: number): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

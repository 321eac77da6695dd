import Stripe from "stripe";
import { newId, nowSeconds } from "./id";

export type EventType = Stripe.Event["type"];
/** The object that an event of this type is about, as the SDK says. */
export type ObjectOf<Type extends EventType> = Extract<Stripe.Event, { type: Type }>["data"]["object"];

export type WireEvent = Pick<
  Stripe.Event,
  "id" | "object" | "api_version" | "created" | "livemode" | "pending_webhooks" | "request" | "type"
> & { readonly data: { readonly object: object; readonly previous_attributes?: object } };

/** The envelope of an event about an object as it is at this moment: later changes do not reach it. */
export function newEvent(
  type: EventType,
  object: object,
  given: { previous: object | null; request: Stripe.Event.Request },
): WireEvent {
  const snapshot = structuredClone(object);
  return {
    id: newId("evt"),
    object: "event",
    api_version: Stripe.API_VERSION,
    created: nowSeconds(),
    data: given.previous
      ? { object: snapshot, previous_attributes: structuredClone(given.previous) }
      : { object: snapshot },
    livemode: false,
    pending_webhooks: 1,
    request: given.request,
    type,
  };
}

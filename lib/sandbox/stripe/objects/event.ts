import Stripe from "stripe";
import { newId, nowSeconds } from "./id";
import type { WireInvoice } from "./invoice";

export type EventType = Stripe.Event["type"];
/** The object of an event of this type, by the SDK's types. */
export type ObjectOf<Type extends EventType> = OnWire<
  Extract<Stripe.Event, { type: Type }>["data"]["object"]
>;
type OnWire<Value> = Value extends Stripe.Invoice ? WireInvoice : Value;

export type WireEvent = Pick<
  Stripe.Event,
  "id" | "object" | "api_version" | "created" | "livemode" | "pending_webhooks" | "request" | "type"
> & { readonly data: { readonly object: object; readonly previous_attributes?: object } };

/** An event with a snapshot of its object; later changes do not affect it. */
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

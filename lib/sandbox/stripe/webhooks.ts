import { addDelivery, createDeliveryQueue } from "./delivery-queue";
import type { WireEvent } from "./objects/event";
import type { Delivery, Store } from "./store";

export type ReleaseOrder = "created" | "reverse" | "shuffle";

/** Delivers events to the endpoint, with controls for tests. */
export function createWebhooks(options: {
  readonly store: Store;
  /** Null: events are only recorded. */
  readonly url: string | null;
  readonly secret: string;
  readonly changed: () => void;
}) {
  const { store, url } = options;
  const line = url ? createDeliveryQueue({ ...options, url }) : null;
  let isPaused = false;
  let copies = 1;

  const inState = (state: Delivery["state"]) =>
    [...store.deliveries.values()].filter((delivery) => delivery.state === state);

  return {
    send: (event: WireEvent) => {
      for (let copy = 0; line && copy < copies; copy += 1) {
        const delivery = addDelivery(store, event.id, isPaused ? "held" : "pending");
        if (!isPaused) line.enqueue(delivery);
      }
    },
    /** Resumes deliveries that an earlier run did not complete. */
    resume: () => {
      for (const delivery of inState("pending")) line?.enqueue(delivery);
    },
    pause: () => {
      isPaused = true;
    },
    /** Sends held deliveries; with `isParallel` all at the same time instead of one after the other. */
    release: (order: ReleaseOrder, isParallel: boolean) => {
      isPaused = false;
      const held = ordered(inState("held"), order);
      for (const delivery of held) {
        delivery.state = "pending";
        if (isParallel) line?.sendNow(delivery);
        else line?.enqueue(delivery);
      }
      return held.length;
    },
    /** Sends every event from now on this many times. */
    duplicate: (times: number) => {
      copies = times;
    },
    resend: (event: WireEvent, times: number, isParallel: boolean) => {
      for (let index = 0; line && index < times; index += 1) {
        const delivery = addDelivery(store, event.id, "pending");
        if (isParallel) line.sendNow(delivery);
        else line.enqueue(delivery);
      }
    },
    reset: () => {
      isPaused = false;
      copies = 1;
      line?.clear();
    },
    stop: () => line?.stop(),
  };
}

export type Webhooks = ReturnType<typeof createWebhooks>;

function ordered(deliveries: Delivery[], order: ReleaseOrder): Delivery[] {
  if (order === "reverse") return deliveries.reverse();
  if (order === "created") return deliveries;
  return deliveries
    .map((delivery) => ({ delivery, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ delivery }) => delivery);
}

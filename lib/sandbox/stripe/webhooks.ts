import { addDelivery, createDeliveryLine } from "./delivery-queue";
import type { WireEvent } from "./objects/event";
import type { Delivery, Store } from "./store";

export type ReleaseOrder = "created" | "reverse" | "shuffle";

/** What happens to events between their making and the endpoint, and how a test may meddle with it. */
export function createWebhooks(options: {
  readonly store: Store;
  /** Null: events are recorded only. */
  readonly url: string | null;
  readonly secret: string;
  readonly changed: () => void;
}) {
  const { store, url } = options;
  const line = url ? createDeliveryLine({ ...options, url }) : null;
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
    /** Continues with what a former run did not deliver. */
    resume: () => {
      for (const delivery of inState("pending")) line?.enqueue(delivery);
    },
    pause: () => {
      isPaused = true;
    },
    /** Sends what was held. `isParallel`: all at once instead of one after the other. */
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
    /** Every event from now on goes out this many times. */
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

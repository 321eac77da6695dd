import { newId, nowSeconds } from "./objects/id";
import type { Delivery, Store } from "./store";
import { signatureOf } from "./wire/signature";

const attemptTimeoutMs = 10_000;
const attemptsMax = 12;
const backoffMaxMs = 300_000;

/** Delivers events to the one endpoint: signed again each time, repeated with growing delays, never redirected. */
export function createDeliveryQueue(options: {
  readonly store: Store;
  readonly url: string;
  readonly secret: string;
  readonly changed: () => void;
}) {
  const { store, url } = options;
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;
  // First attempts are sent one after the other, in the usual order of events; repetitions may be in any order.
  let line: Promise<unknown> = Promise.resolve();

  function enqueue(delivery: Delivery): void {
    line = line.then(() => attempt(delivery));
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const event = store.events.get(delivery.eventId);
    if (isStopped || !event || delivery.state !== "pending") return;
    const result = await post(url, JSON.stringify(event, null, 2), options.secret);
    delivery.attempts.push({ at: new Date().toISOString(), ...result });
    if (result.status !== null && result.status >= 200 && result.status < 300) {
      delivery.state = "delivered";
      store.events.set(event.id, { ...event, pending_webhooks: 0 });
    } else if (delivery.attempts.length >= attemptsMax) delivery.state = "given_up";
    else repeatLater(delivery);
    options.changed();
  }

  function repeatLater(delivery: Delivery): void {
    const ms = Math.min(backoffMaxMs, 1_000 * 2 ** (delivery.attempts.length - 1));
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(delivery);
    }, ms);
    timers.add(timer.unref());
  }

  function clear(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  }

  return {
    enqueue,
    /** Sends immediately, in parallel with other deliveries. */
    sendNow: (delivery: Delivery) => void attempt(delivery),
    /** Cancels scheduled repetitions. */
    clear,
    stop: () => {
      isStopped = true;
      clear();
    },
  };
}

/** A delivery of an event, recorded but not yet sent. */
export function addDelivery(store: Store, eventId: string, state: "pending" | "held"): Delivery {
  const delivery: Delivery = { id: newId("dlv"), eventId, state, attempts: [] };
  store.deliveries.set(delivery.id, delivery);
  return delivery;
}

async function post(url: string, body: string, secret: string) {
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(attemptTimeoutMs),
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": signatureOf(body, secret, nowSeconds()),
      },
      body,
    });
    await response.arrayBuffer();
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : "failed" };
  }
}

import type { WireEvent } from "./objects/event";
import { newId, nowSeconds } from "./objects/id";
import type { Delivery, Store } from "./store";
import { signatureOf } from "./wire/signature";

const attemptTimeoutMs = 10_000;
const attemptsMax = 12;
const backoffMaxMs = 300_000;

export type ReleaseOrder = "created" | "reverse" | "shuffle";

/** Sends events to the one endpoint: signed anew each time, repeated with growing pauses, never redirected. */
export function createWebhooks(options: {
  readonly store: Store;
  readonly url: string | null;
  readonly secret: string;
  readonly changed: () => void;
}) {
  const { store, url } = options;
  const timers = new Set<NodeJS.Timeout>();
  let isPaused = false;
  let isStopped = false;
  let copies = 1;
  // First attempts leave one after the other, in the usual order of events; repetitions find their own place.
  let line: Promise<unknown> = Promise.resolve();

  function send(event: WireEvent): void {
    if (!url) return;
    for (let copy = 0; copy < copies; copy += 1) {
      const delivery: Delivery = {
        id: newId("dlv"),
        eventId: event.id,
        state: isPaused ? "held" : "pending",
        attempts: [],
      };
      store.deliveries.set(delivery.id, delivery);
      if (!isPaused) enqueue(delivery);
    }
  }

  function enqueue(delivery: Delivery): void {
    line = line.then(() => attempt(delivery));
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const event = store.events.get(delivery.eventId);
    if (isStopped || !url || !event || delivery.state !== "pending") return;
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

  return {
    send,
    /** Continues with what a former run did not deliver. */
    resume: () => {
      for (const delivery of store.deliveries.values()) if (delivery.state === "pending") enqueue(delivery);
    },
    pause: () => {
      isPaused = true;
    },
    release: (order: ReleaseOrder) => {
      isPaused = false;
      const held = ordered(
        [...store.deliveries.values()].filter((delivery) => delivery.state === "held"),
        order,
      );
      for (const delivery of held) {
        delivery.state = "pending";
        enqueue(delivery);
      }
      return held.length;
    },
    /** Every event from now on goes out this many times. */
    duplicate: (times: number) => {
      copies = times;
    },
    resend: (event: WireEvent, times: number) => {
      for (let index = 0; index < times; index += 1) {
        const delivery: Delivery = { id: newId("dlv"), eventId: event.id, state: "pending", attempts: [] };
        store.deliveries.set(delivery.id, delivery);
        enqueue(delivery);
      }
    },
    reset: () => {
      isPaused = false;
      copies = 1;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
    stop: () => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
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

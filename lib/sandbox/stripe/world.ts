import type Stripe from "stripe";
import { newId } from "./objects/id";
import { type EventType, newEvent, type ObjectOf } from "./objects/event";
import type { Store, Task } from "./store";
import type { Webhooks } from "./webhooks";

/** What a flow can access: the state, the outside world, and the clock. */
export type World = {
  readonly origin: string;
  /** URL that receives events; null for none. */
  readonly webhookUrl: string | null;
  readonly store: Store;
  /** Milliseconds until an asynchronous method settles, and until a fee is known. */
  readonly delays: { readonly settleMs: number; readonly feeMs: number };
  /** Records and sends an event with a snapshot of an object. `previous` has the old values of changed fields. */
  emit<Type extends EventType>(type: Type, object: ObjectOf<Type>, previous?: object): void;
  later(kind: Task["kind"], target: string, given: { ms: number; outcome?: Task["outcome"] }): void;
};

export type WorldOptions = {
  readonly origin: string;
  readonly webhookUrl: string | null;
  readonly store: Store;
  readonly webhooks: Webhooks;
  readonly delays: World["delays"];
  readonly schedule: (task: Task) => void;
  /** The API request in progress, which events name as their cause. */
  readonly cause: () => Stripe.Event.Request;
};

export function createWorld(options: WorldOptions): World {
  const { origin, webhookUrl, store, delays } = options;
  return {
    origin,
    webhookUrl,
    store,
    delays,
    emit: (type, object, previous) => {
      const event = newEvent(type, object, { previous: previous ?? null, request: options.cause() });
      store.events.set(event.id, event);
      options.webhooks.send(event);
    },
    later: (kind, target, { ms, outcome = "succeed" }) => {
      const task: Task = { id: newId("task"), atMs: Date.now() + ms, kind, target, outcome };
      store.tasks.set(task.id, task);
      options.schedule(task);
    },
  };
}

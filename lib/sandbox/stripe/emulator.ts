import type Stripe from "stripe";
import { openSnapshot } from "@/lib/sandbox/files/snapshot";
import { createFaults, type Faults } from "./faults";
import { updateCharge } from "./flows/charge";
import { expireCheckout, settleCheckout } from "./flows/checkout";
import { openDispute } from "./flows/dispute";
import { failRefund, settleRefund } from "./flows/refund";
import { verifyTaxId } from "./flows/tax-id";
import { createStore, emptyStore, fillStore, storeJson, type Task } from "./store";
import { createWebhooks, type Webhooks } from "./webhooks";
import { createIdempotency } from "./wire/idempotency";
import { createWorld, type World } from "./world";

/** A request as it came: its parameters are from the body or the query. */
type ReceivedRequest = { readonly method: string; readonly path: string; readonly encoded: string };

export type Emulator = {
  readonly world: World;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  /** What the API received, the latest thousand; not kept across restarts. */
  readonly received: ReceivedRequest[];
  readonly idempotency: ReturnType<typeof createIdempotency>;
  /** Sets the API request named as the cause of later events; null for scheduled ones. */
  setCause(cause: Stripe.Event.Request | null): void;
  /** Called when state that survives a restart has changed. */
  changed(): void;
  reset(): void;
  stop(): void;
};

/** The longest delay of `setTimeout`; later tasks are rescheduled then. */
const timerMaxMs = 2_000_000_000;

export function createEmulator(options: {
  readonly origin: string;
  readonly webhookUrl: string | null;
  readonly webhookSecret: string;
  readonly dataDir?: string;
  readonly delays: World["delays"];
}): Emulator {
  const store = createStore();
  const snapshot = openSnapshot(options.dataDir, "stripe.json", () => storeJson(store, options.origin));
  fillStore(store, snapshot.load(), options.origin);
  const { origin, delays, webhookUrl: url, webhookSecret: secret } = options;
  const webhooks = createWebhooks({ store, url, secret, changed: snapshot.changed });
  const timers = new Map<string, NodeJS.Timeout>();
  const byItself: Stripe.Event.Request = { id: null, idempotency_key: null };
  let cause: Stripe.Event.Request | null = null;

  const world = createWorld({
    origin,
    webhookUrl: url,
    store,
    webhooks,
    delays,
    schedule,
    cause: () => cause ?? byItself,
  });

  function schedule(task: Task): void {
    const ms = Math.min(timerMaxMs, Math.max(0, task.atMs - Date.now()));
    timers.set(task.id, setTimeout(() => arrive(task), ms).unref());
  }

  function arrive(task: Task): void {
    timers.delete(task.id);
    if (task.atMs > Date.now()) return schedule(task);
    store.tasks.delete(task.id);
    runTask(world, task);
    snapshot.changed();
  }

  for (const task of [...store.tasks.values()]) schedule(task);
  webhooks.resume();
  return {
    world,
    webhooks,
    faults: createFaults(),
    received: [],
    idempotency: createIdempotency(store.idempotency),
    setCause: (next) => {
      cause = next;
    },
    changed: snapshot.changed,
    reset() {
      this.faults.reset();
      this.received.length = 0;
      webhooks.reset();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      emptyStore(store);
      snapshot.changed();
    },
    stop() {
      webhooks.stop();
      for (const timer of timers.values()) clearTimeout(timer);
      snapshot.changed();
      snapshot.flush();
    },
  };
}

function runTask(world: World, task: Task): void {
  if (task.kind === "settle_session") settleCheckout(world, task.target, task.outcome);
  if (task.kind === "update_charge") updateCharge(world, task.target);
  if (task.kind === "expire_session") expireCheckout(world, task.target);
  if (task.kind === "verify_tax_id") verifyTaxId(world, task.target);
  const refund = world.store.refunds.get(task.target);
  if (task.kind === "settle_refund" && refund?.status === "pending") settleRefund(world, refund);
  if (task.kind === "fail_refund" && refund?.status === "succeeded") {
    failRefund(world, refund, "expired_or_canceled_card");
  }
  const charge = task.kind === "dispute_charge" ? world.store.charges.get(task.target) : undefined;
  if (charge && !charge.disputed) openDispute(world, charge, { amount: charge.amount, reason: "fraudulent" });
}

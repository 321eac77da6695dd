import "server-only";
import { sqlPool } from "@/lib/db/client";
import { msPerSecond } from "@/lib/kernel/clock";
import { type BillingEvent, type PaymentRef, purchaseIdIn } from "../rules/billing-events";
import { inLanes } from "./in-lanes";
import { isMissing, patience, stripe } from "./stripe-client";

type Locatable = { readonly billingEvent: BillingEvent | null };

/**
 * Finds the purchases of billing events by what is stored here, in one statement: by the product's id in the metadata or
 * by Stripe's ids. Absent are payments of something else, and those about which Stripe may have to be asked.
 */
export async function locateStored<Event extends Locatable>(
  events: readonly Event[],
): Promise<ReadonlyMap<Event, string>> {
  const known = await findPurchaseIds(
    events.flatMap(({ billingEvent }) => (billingEvent ? [billingEvent.ref] : [])),
  );
  const located = new Map<Event, string>();
  for (const event of events) {
    const purchaseId = event.billingEvent && known(event.billingEvent.ref);
    if (purchaseId) located.set(event, purchaseId);
  }
  return located;
}

type Asked<Event> = {
  readonly located: ReadonlyMap<Event, string>;
  /** Those about which Stripe could not be asked, with the error. */
  readonly failures: ReadonlyMap<Event, unknown>;
  /** Those about which Stripe was not asked, because others came first. */
  readonly waiting: readonly Event[];
};

/** Most payments that Stripe is asked about at once, and for how long. */
const asksMax = 50;
const asksMs = 20 * msPerSecond;
const lanes = 4;

/**
 * Finds the purchases of billing events that `locateStored` did not find. Refunds and disputes carry none of the product's
 * metadata, and may arrive before the payment's own events have set its id: for those Stripe is asked, a bounded number
 * of times, and not inside a transaction. Payments that belong to no purchase are remembered and not asked about again.
 */
export async function askForPurchases<Event extends Locatable>(
  events: readonly Event[],
): Promise<Asked<Event>> {
  // The payment's own events may have been applied since.
  const located = new Map(await locateStored(events));
  const failures = new Map<Event, unknown>();
  const waiting: Event[] = [];
  const byPayment = await payments(events.filter((event) => !located.has(event)));
  const named = new Map<string, string | null>();
  const asked = [...byPayment].slice(0, asksMax);
  for (const [, rest] of [...byPayment].slice(asksMax)) waiting.push(...rest);
  const until = performance.now() + asksMs;
  await inLanes(asked, lanes, async ([paymentIntentId, itsEvents]) => {
    if (performance.now() > until) return void waiting.push(...itsEvents);
    try {
      named.set(paymentIntentId, await nameOf(paymentIntentId));
    } catch (error) {
      for (const event of itsEvents) failures.set(event, error);
    }
  });
  const purchases = await findPurchaseIds(
    [...named.values()].map((purchaseId) => ({ ...noIds, purchaseId })),
  );
  const foreign: string[] = [];
  for (const [paymentIntentId, name] of named) {
    const purchaseId = purchases({ ...noIds, purchaseId: name });
    if (!purchaseId) foreign.push(paymentIntentId);
    else for (const event of byPayment.get(paymentIntentId) ?? []) located.set(event, purchaseId);
  }
  await rememberForeign(foreign);
  return { located, failures, waiting };
}

const noIds = { purchaseId: null, sessionId: null, paymentIntentId: null, chargeId: null } as const;

/** The events that Stripe can be asked about, by payment, without payments that are known to be foreign. */
async function payments<Event extends Locatable>(events: readonly Event[]): Promise<Map<string, Event[]>> {
  const found = new Map<string, Event[]>();
  for (const event of events) {
    const id = event.billingEvent && askable(event.billingEvent);
    if (id) found.set(id, [...(found.get(id) ?? []), event]);
  }
  if (found.size === 0) return found;
  const { rows } = await sqlPool().query<{ id: string }>(
    "select payment_intent_id as id from foreign_payments where payment_intent_id = any($1)",
    [[...found.keys()]],
  );
  for (const { id } of rows) found.delete(id);
  return found;
}

function askable({ kind, ref }: BillingEvent): string | null {
  const isReversal = kind === "disputed" || kind === "refunded" || kind === "refund";
  return isReversal && !ref.purchaseId ? ref.paymentIntentId : null;
}

/** The purchase that a payment names at Stripe. */
async function nameOf(paymentIntentId: string): Promise<string | null> {
  try {
    return purchaseIdIn(await stripe().paymentIntents.retrieve(paymentIntentId, {}, patience));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function rememberForeign(paymentIntentIds: readonly string[]): Promise<void> {
  if (paymentIntentIds.length === 0) return;
  await sqlPool().query(
    "insert into foreign_payments (payment_intent_id) select unnest($1::text[]) on conflict do nothing",
    [paymentIntentIds],
  );
}

/**
 * Finds purchases by the product's id in the metadata or by the stored Stripe ids, in this order. Null for a payment of
 * something else: another environment of the same Stripe account, another product, a payment made by hand.
 */
async function findPurchaseIds(refs: readonly PaymentRef[]): Promise<(ref: PaymentRef) => string | null> {
  const ids = (pick: (ref: PaymentRef) => string | null) => [
    ...new Set(refs.map(pick).filter((value) => value !== null)),
  ];
  const { rows } = await sqlPool().query<{ id: string; key: string }>(
    `select id, id::text as key from purchases where id = any($1::uuid[])
     union all select id, checkout_session_id from purchases where checkout_session_id = any($2)
     union all select id, payment_intent_id from purchases where payment_intent_id = any($3)
     union all select id, charge_id from purchases where charge_id = any($4)`,
    [
      ids((ref) => ref.purchaseId),
      ids((ref) => ref.sessionId),
      ids((ref) => ref.paymentIntentId),
      ids((ref) => ref.chargeId),
    ],
  );
  const byKey = new Map(rows.map(({ key, id }) => [key, id]));
  const find = (key: string | null) => (key === null ? null : (byKey.get(key) ?? null));
  return (ref) =>
    find(ref.purchaseId) ?? find(ref.sessionId) ?? find(ref.paymentIntentId) ?? find(ref.chargeId);
}

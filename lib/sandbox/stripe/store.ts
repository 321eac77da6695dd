import Stripe from "stripe";
import { isObject, listOf, textOf } from "@/lib/sandbox/http/json";
import type { BillingInput } from "./objects/customer-details";
import type { WireEvent } from "./objects/event";
import type { WireInvoice } from "./objects/invoice";
import type { WireLineItem } from "./objects/line-item";
import type { Card } from "./wire/cards";
import type { KeptAnswer } from "./wire/idempotency";

/** What the payer entered, with the method made of it. */
export type PayerChoice = {
  readonly email: string;
  readonly methodId: string;
  readonly billing: BillingInput | null;
};

/** Internal state of a session that its API object does not show. */
export type SessionNote = {
  readonly lineItems: readonly WireLineItem[];
  readonly description: string | null;
  readonly receiptEmail: string | null;
  readonly intentMetadata: Stripe.Metadata;
  /** `setup_future_usage` for every method, and for cards. */
  readonly futureUsage: string | null;
  readonly cardFutureUsage: string | null;
  /** Which details of an existing customer the payer may change; null when Checkout creates the customer. */
  readonly customerUpdate: { readonly name: boolean; readonly address: boolean } | null;
  /** The payer's choice during the bank's authentication. */
  waiting: PayerChoice | null;
};

/** An event on its way to the webhook. */
export type Delivery = {
  readonly id: string;
  readonly eventId: string;
  state: "pending" | "held" | "delivered" | "given_up";
  attempts: { readonly at: string; readonly status: number | null; readonly error: string | null }[];
};

/** A scheduled task. */
export type Task = {
  readonly id: string;
  readonly atMs: number;
  readonly kind:
    | "settle_session"
    | "update_charge"
    | "dispute_charge"
    | "expire_session"
    | "settle_refund"
    | "fail_refund"
    | "verify_tax_id";
  readonly target: string;
  readonly outcome: "succeed" | "fail";
};

/** All state of the simulator. Maps keep the order of creation, which lists rely on. */
export function createStore() {
  return {
    customers: new Map<string, Stripe.Customer>(),
    deletedCustomers: new Map<string, Stripe.DeletedCustomer>(),
    taxIds: new Map<string, Stripe.TaxId>(),
    sessions: new Map<string, Stripe.Checkout.Session>(),
    sessionNotes: new Map<string, SessionNote>(),
    intents: new Map<string, Stripe.PaymentIntent>(),
    setupIntents: new Map<string, Stripe.SetupIntent>(),
    methods: new Map<string, Stripe.PaymentMethod>(),
    cards: new Map<string, Card>(),
    /** Methods that were detached from a customer: they can never be used again. */
    detachedMethods: new Map<string, true>(),
    charges: new Map<string, Stripe.Charge>(),
    refunds: new Map<string, Stripe.Refund>(),
    invoices: new Map<string, WireInvoice>(),
    invoicePayments: new Map<string, Stripe.InvoicePayment>(),
    disputes: new Map<string, Stripe.Dispute>(),
    transactions: new Map<string, Stripe.BalanceTransaction>(),
    portalSessions: new Map<string, Stripe.BillingPortal.Session>(),
    /** New cards that wait for the bank's authentication, by the portal session. */
    portalWaiting: new Map<string, { methodId: string; setupId: string; isDefault: boolean }>(),
    events: new Map<string, WireEvent>(),
    deliveries: new Map<string, Delivery>(),
    tasks: new Map<string, Task>(),
    idempotency: new Map<string, KeptAnswer>(),
    /**
     * What tests set for later requests: `pending_refunds`, how many refunds start as pending; `tax_percent`, the rate
     * of automatic tax.
     */
    settings: new Map<string, number>(),
  };
}

export type Store = ReturnType<typeof createStore>;

const historyMax = 5_000;

/** The store as JSON, without entries too old to matter. */
export function storeJson(store: Store, origin: string): object {
  for (const map of [store.events, store.deliveries, store.idempotency]) {
    for (const key of [...map.keys()].slice(0, Math.max(0, map.size - historyMax))) map.delete(key);
  }
  return {
    version: Stripe.API_VERSION,
    origin,
    maps: Object.fromEntries(Object.entries(store).map(([name, map]) => [name, [...map.entries()]])),
  };
}

/**
 * Fills an empty store from JSON made by `storeJson`; a file of another API version is ignored. Links to pages are
 * rewritten to the current origin, since the port may have changed.
 */
export function fillStore(store: Store, json: unknown, origin: string): void {
  if (!isObject(json) || json.version !== Stripe.API_VERSION || !isObject(json.maps)) return;
  const maps: unknown = JSON.parse(
    JSON.stringify(json.maps).replaceAll(`${textOf(json.origin)}/`, `${origin}/`),
  );
  if (!isObject(maps)) return;
  for (const [name, map] of Object.entries(store)) {
    // The file was written by this program, so its values have the types they had then.
    const entries = listOf(maps[name]) as readonly [string, never][];
    for (const [key, value] of entries) map.set(key, value);
  }
}

export function emptyStore(store: Store): void {
  for (const map of Object.values(store)) map.clear();
}

/** The object with an id, for expansion. */
export function findAny(store: Store, id: string): object | null {
  const maps: readonly Map<string, object>[] = [
    store.customers,
    store.deletedCustomers,
    store.taxIds,
    store.sessions,
    store.intents,
    store.setupIntents,
    store.methods,
    store.charges,
    store.refunds,
    store.invoices,
    store.invoicePayments,
    store.disputes,
    store.transactions,
  ];
  for (const map of maps) {
    const found = map.get(id);
    if (found) return found;
  }
  return null;
}

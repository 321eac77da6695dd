import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { type Clock, msPerDay, msPerMinute, msPerSecond, systemClock } from "@/lib/kernel/clock";
import { applyDueEvents } from "../events/apply-events";
import { receiveEvent } from "../events/receive-event";
import { receiveUnreadable } from "../events/receive-unreadable";
import { type Created, listPages, readSpans } from "../internal/list-pages";
import { isStripeError, patience, stripe, stripeErrorFacts } from "../internal/stripe-client";
import { readThrough, readUnfinished, saveThrough, saveUnfinished } from "../internal/sweep-progress";
import { handledEventTypes } from "../rules/billing-events";
import { stripeEventSchema } from "../rules/stripe-objects";

/** Stripe lists its events for 30 days. */
const longestAgoMs = 30 * msPerDay;
/** A reading reads again what the last one read of the minutes before, for events that Stripe listed late. */
const overlapMs = 5 * msPerMinute;
/** Events that are younger are still being delivered. */
const youngestMs = 15 * msPerSecond;
/** Progress is saved after each span, so that a run after a long outage that fails midway is not lost. */
const spanMs = msPerDay;
/** Most pages of one run, of a hundred events each; the next one continues. */
const runPagesMax = 300;

export type SweptEvents = {
  readonly found: number;
  /** False when Stripe did not respond, or has more events than one run reads. */
  readonly isComplete: boolean;
};

/**
 * Reads Stripe's own list of events and stores those that were never delivered here, so that a lost webhook of any kind
 * is repaired within minutes. Returns how many it found. Progress is saved after each span of time, from the oldest on;
 * the next run continues there.
 */
export async function sweepEvents(
  clock: Clock = systemClock,
  limits: { readonly pagesMax?: number; readonly spanPagesMax?: number } = {},
): Promise<SweptEvents> {
  const now = clock().getTime();
  const stopped = await readUnfinished("events");
  const through = (await readThrough("events"))?.getTime() ?? 0;
  const fromMs = Math.max(stopped?.getTime() ?? through - overlapMs, now - longestAgoMs);
  const spans = { fromMs, toMs: now - youngestMs, spanMs, pagesMax: runPagesMax, ...limits };
  let found = 0;
  const store = async (events: readonly ListedEvent[]) => {
    found += await storeMissed(events);
  };
  const isComplete = await readSpans(
    spans,
    (created, pagesMax) => listPages(pagesMax, (page) => fetchEvents(created, page), store),
    (at) => saveUnfinished("events", at),
  ).then(
    (read) => read.isComplete,
    (error: unknown) => {
      if (!isStripeError(error)) throw error;
      log().warn({ event: "events_not_listed", ...stripeErrorFacts(error) });
      return false;
    },
  );
  if (isComplete) await saveThrough("events", new Date(spans.toMs));
  if (found > 0) {
    log().warn(
      { event: "missed_stripe_events", count: found },
      "events that Stripe did not deliver were read",
    );
    await applyDueEvents();
  }
  return { found, isComplete };
}

type ListedEvent = { readonly id: string; readonly type: string };

function fetchEvents(created: Created, page: { limit: number; starting_after?: string }) {
  return stripe().events.list({ created, types: [...handledEventTypes], ...page }, patience);
}

/** Stores the events that are not here, and returns how many are to be applied. */
async function storeMissed(events: readonly ListedEvent[]): Promise<number> {
  let found = 0;
  for (const event of await unknownOf(events.filter(({ type }) => handledEventTypes.includes(type)))) {
    const parsed = stripeEventSchema.safeParse(event);
    if (!parsed.success) await receiveUnreadable(event, "sweep");
    else if (await receiveEvent(parsed.data, "sweep")) found += 1;
  }
  return found;
}

async function unknownOf(events: readonly ListedEvent[]): Promise<ListedEvent[]> {
  const { rows } = await sqlPool().query<{ id: string }>("select id from stripe_events where id = any($1)", [
    events.map(({ id }) => id),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  return events.filter(({ id }) => !known.has(id));
}

import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool, transaction } from "@/lib/db/client";
import { msPerSecond } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { applyToLocked } from "../internal/apply-billing-event";
import { inLanes } from "../internal/in-lanes";
import { askForPurchases, locateStored } from "../internal/locate-purchases";
import { lockPurchase, type PurchaseRow } from "../internal/purchase-row";
import {
  failedRefundOf,
  ownerOfUnknown,
  recordUnmatched,
  reopenRefunded,
} from "../internal/unmatched-payment";
import { type BillingEvent, billingEventOf, isUnreadable } from "../rules/billing-events";
import { retryPauseMs, troublingAttempts, unnamedType, unreadable } from "../rules/retry-event";

/** Most events of one round; a round follows until none is due. Large, so that a payment's events come together. */
const roundMax = 1_000;
/** Payments that are worked on concurrently. */
const lanes = 4;
const waitMs = 5 * msPerSecond;

export type AppliedEvents = { applied: number; ignored: number; failed: number };

type StoredEvent = {
  readonly id: string;
  readonly type: string;
  readonly facts: unknown;
  readonly attempts: number;
  readonly createdAt: Date;
  /** When it was received, or last tried anew. */
  readonly triedSince: Date;
};

type Work = StoredEvent & { readonly billingEvent: BillingEvent | null };

/**
 * Applies every stored event that is due, oldest first. The events of one payment share a transaction, which also marks
 * them as applied: a failure rolls back both. A payment whose events cannot be applied together has them applied one by
 * one, so that one bad event stops no other. Run by the scheduler and after each delivery; safe to run concurrently.
 */
export async function applyDueEvents(): Promise<AppliedEvents> {
  const totals: AppliedEvents = { applied: 0, ignored: 0, failed: 0 };
  for (;;) {
    const due = await readDue();
    if (due.length > 0) await applyRound(due, totals);
    if (due.length < roundMax) return totals;
  }
}

let running: Promise<unknown> | null = null;
let isAgain = false;

/** Applies what is due in the background, one run at a time in this process; a call during a run causes another. */
export function applyEventsSoon(): void {
  isAgain = true;
  running ??= drain().finally(() => {
    running = null;
    if (isAgain) applyEventsSoon();
  });
}

async function drain(): Promise<void> {
  while (isAgain) {
    isAgain = false;
    await applyDueEvents().catch((error: unknown) =>
      log().error(errorFacts(error), "stored events could not be applied"),
    );
  }
}

async function readDue(): Promise<readonly StoredEvent[]> {
  // The column is rounded to milliseconds, up as well as down.
  const { rows } = await sqlPool().query<StoredEvent>(
    `select id, type, facts, attempts, created_at as "createdAt",
            coalesce(retry_since, received_at) as "triedSince" from stripe_events
     where outcome in ('received', 'failing') and next_try_at <= now() + interval '1 millisecond'
     order by next_try_at limit ${roundMax}`,
  );
  return rows;
}

async function applyRound(due: readonly StoredEvent[], totals: AppliedEvents): Promise<void> {
  const [strange, work] = partition(due);
  if (strange.length > 0) await giveUp(strange, totals);
  // First those of which everything is known here: a slow Stripe delays no payment.
  const stored = await locateStored(work);
  await applyLocated(stored, totals);
  const rest = work.filter((event) => !stored.has(event));
  if (rest.length === 0) return;
  const { located, failures, waiting } = await askForPurchases(rest);
  for (const [event, error] of failures) await postpone(event, error, totals);
  if (waiting.length > 0) await wait(waiting);
  await applyLocated(located, totals);
  const left = new Set(waiting);
  const foreign = rest.filter((event) => !located.has(event) && !failures.has(event) && !left.has(event));
  if (foreign.length > 0) await ignore(foreign, totals);
}

/** Events whose object has not the shape that Stripe documents, and all others with their meaning. */
function partition(due: readonly StoredEvent[]): readonly [StoredEvent[], Work[]] {
  const strange: StoredEvent[] = [];
  const work: Work[] = [];
  for (const event of due) {
    const typed = { type: event.type, object: event.facts };
    if (event.type === unnamedType || isUnreadable(typed)) strange.push(event);
    else work.push({ ...event, billingEvent: at(event.createdAt, billingEventOf(typed)) });
  }
  return [strange, work];
}

/** The event says when a payment succeeded; its object, only when the payment was begun. */
function at(createdAt: Date, billingEvent: BillingEvent | null): BillingEvent | null {
  return billingEvent?.kind === "paid" ? { ...billingEvent, paidAt: createdAt } : billingEvent;
}

/** The events of one payment are applied together. */
async function applyLocated(located: ReadonlyMap<Work, string>, totals: AppliedEvents): Promise<void> {
  const groups = new Map<string, Work[]>();
  for (const [event, purchaseId] of located)
    groups.set(purchaseId, [...(groups.get(purchaseId) ?? []), event]);
  await inLanes([...groups], lanes, ([purchaseId, events]) => applyGroup(purchaseId, events, totals));
  if (totals.applied > 0) void deliverMails();
}

async function applyGroup(purchaseId: string, events: readonly Work[], totals: AppliedEvents): Promise<void> {
  try {
    // Read after the wait: other payments count at the same time.
    const applied = await applyTogether(purchaseId, events);
    totals.applied += applied;
  } catch (error) {
    const [first, second] = events;
    if (first && !second) return postpone(first, error, totals);
    for (const event of events) await applyGroup(purchaseId, [event], totals);
  }
}

async function applyTogether(purchaseId: string, events: readonly Work[]): Promise<number> {
  const inOrder = events.toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime());
  return transaction(async (tx) => {
    // First, so that concurrent runs claim the events of a payment one after the other.
    let purchase: PurchaseRow | null = await lockPurchase(tx, purchaseId);
    const ids = events.map(({ id }) => id);
    const claimed = await tx.$queryRaw<{ id: string }[]>`
      update stripe_events set outcome = 'applied', attempts = attempts + 1, next_try_at = null, error = null,
             troubled_at = null, purchase_id = ${purchaseId}::uuid, processed_at = now()
      where id = any(${ids}) and outcome in ('received', 'failing') returning id`;
    const mine = new Set(claimed.map(({ id }) => id));
    for (const { id, billingEvent } of inOrder) {
      if (!billingEvent || !mine.has(id)) continue;
      await applyToLocked(tx, purchase ?? (await lockPurchase(tx, purchaseId)), billingEvent, id);
      purchase = null;
    }
    return mine.size;
  });
}

/** Events that concern no purchase: of another product in the same Stripe account, or of a payment that is unmatched. */
async function ignore(events: readonly Work[], totals: AppliedEvents): Promise<void> {
  const done: string[] = [];
  for (const event of events) {
    try {
      await hold(event.billingEvent);
      done.push(event.id);
    } catch (error) {
      await postpone(event, error, totals);
    }
  }
  const { rowCount } = await sqlPool().query(
    `update stripe_events set outcome = 'ignored', attempts = attempts + 1, next_try_at = null, error = null,
            troubled_at = null, processed_at = now()
     where id = any($1) and outcome in ('received', 'failing')`,
    [done],
  );
  totals.ignored += rowCount ?? 0;
}

/** Records a payment of ours that no purchase knows, or that its refund failed. */
async function hold(billingEvent: BillingEvent | null): Promise<void> {
  const failedRefund = failedRefundOf(billingEvent);
  if (failedRefund) return transaction((tx) => reopenRefunded(tx, failedRefund));
  if (billingEvent?.kind !== "paid") return;
  await transaction(async (tx) => {
    const owner = await ownerOfUnknown(tx, billingEvent);
    if (owner) await recordUnmatched(tx, billingEvent, { reason: "unknown_purchase", ...owner });
  });
}

/** Until Stripe can be asked about these. It is no failed attempt, and newer events come first meanwhile. */
async function wait(events: readonly Work[]): Promise<void> {
  await sqlPool().query(
    `update stripe_events set next_try_at = now() + $2::int * interval '1 millisecond'
      where id = any($1) and outcome in ('received', 'failing')`,
    [events.map(({ id }) => id), waitMs],
  );
}

/** Another attempt would read the same, so an operator is told at once. Stripe's "Resend" or a retry tries it again. */
async function giveUp(events: readonly StoredEvent[], totals: AppliedEvents): Promise<void> {
  for (const { id: event, type } of events)
    log().error({ event, type, reason: unreadable }, "stripe event failed");
  totals.failed += events.length;
  await sqlPool().query(
    `update stripe_events set outcome = 'dead', attempts = attempts + 1, next_try_at = null, error = $2,
            troubled_at = coalesce(troubled_at, now())
      where id = any($1) and outcome in ('received', 'failing')`,
    [events.map(({ id }) => id), unreadable],
  );
}

/** Records a failed attempt. When even that fails, the event stays due. */
async function postpone(event: StoredEvent, error: unknown, totals: AppliedEvents): Promise<void> {
  const facts = errorFacts(error);
  const attempts = event.attempts + 1;
  log().error({ event: event.id, type: event.type, attempts, ...facts }, "stripe event failed");
  totals.failed += 1;
  const pauseMs = retryPauseMs(attempts, Date.now() - event.triedSince.getTime());
  const code = [facts.kind, facts.code].filter((part) => typeof part === "string").join(" ");
  await sqlPool()
    .query(
      `update stripe_events set outcome = case when $2::int is null then 'dead' else 'failing' end,
              attempts = $3, next_try_at = now() + $2::int * interval '1 millisecond', error = $4,
              troubled_at = case when $2::int is null or $3 >= ${troublingAttempts} then coalesce(troubled_at, now()) end
       where id = $1 and outcome in ('received', 'failing') and attempts < $3`,
      [event.id, pauseMs, attempts, code.replace(/[^\w ]/g, "").slice(0, 80) || "error"],
    )
    .catch((failure: unknown) => log().error(errorFacts(failure), "a failed attempt could not be recorded"));
}

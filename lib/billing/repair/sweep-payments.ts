import "server-only";
import { log } from "@/lib/config/log";
import { type Clock, msPerDay, msPerHour, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { type Created, listPages, readSpans } from "../internal/list-pages";
import { isStripeError, patience, stripe, stripeErrorFacts } from "../internal/stripe-client";
import { readThrough, readUnfinished, saveThrough, saveUnfinished } from "../internal/sweep-progress";
import { applyPayments, applyReversals, type Comparison } from "../internal/compare-payments";
import { eventOfDispute, eventOfRefund } from "../rules/billing-events";

/** Banks decide on disputes, and return refunds, within four months of their beginning. */
const reversalsAgoMs = 120 * msPerDay;
/** Payments are read again for three days, in which slow methods succeed. */
const paymentsAgoMs = 3 * msPerDay;
/** Payments that are younger belong to the poller. */
const youngestMs = msPerHour;
/** The first run reads a month. */
const firstAgoMs = 30 * msPerDay;
const everyMs = msPerDay;
/** What could not be applied is compared again after this long. */
const retryMs = msPerHour;
const spanMs = 30 * msPerDay;
/** Most pages that one run reads of each list, of a hundred objects each; the next one continues. */
const runPagesMax = 300;

export type SweptPayments = {
  readonly payments: number;
  readonly changed: number;
  readonly unmatched: number;
  /** Payments, refunds and disputes that could not be applied, or about which Stripe could not be asked yet. */
  readonly failed: number;
  /** False when something failed, or a list was not read to its end. */
  readonly isComplete: boolean;
};

/**
 * Once a day: compares Stripe's payments, refunds and disputes with the purchases, whatever was delivered. Applies what
 * is new, and records payments that no purchase knows. A no-op until a day after the last comparison was complete. One
 * that is not is continued by the next run where it stopped; what could not be applied is compared again an hour later.
 */
export async function sweepPayments(
  clock: Clock = systemClock,
  limits: { readonly pagesMax?: number; readonly spanPagesMax?: number } = {},
): Promise<SweptPayments> {
  const now = clock().getTime();
  const comparison: Comparison = {
    source: `sweep:${now}`,
    totals: { payments: 0, changed: 0, unmatched: 0, failed: 0 },
  };
  const { totals } = comparison;
  const last = (await readThrough("payments"))?.getTime();
  if (last !== undefined && now - last < everyMs) return { ...totals, isComplete: true };
  let areRead = true;
  for (const list of listsSince(last ?? null, now, comparison))
    if (!(await readList(list, limits))) areRead = false;
  if (totals.changed > 0) void deliverMails();
  const isComplete = areRead && totals.failed === 0;
  if (!isComplete)
    log().warn({ event: "payments_not_compared", count: totals.failed }, "the next runs continue");
  if (areRead) await saveThrough("payments", new Date(isComplete ? now : now - everyMs + retryMs));
  return { ...totals, isComplete };
}

type List = {
  readonly name: "payments.intents" | "payments.refunds" | "payments.disputes";
  readonly fromMs: number;
  readonly toMs: number;
  readonly read: (created: Created, pagesMax: number) => ReturnType<typeof listPages>;
};

function listsSince(last: number | null, now: number, comparison: Comparison): readonly List[] {
  const fromMs = last === null ? now - firstAgoMs : last - paymentsAgoMs;
  const reversals = { fromMs: now - reversalsAgoMs, toMs: now };
  return [
    {
      name: "payments.intents",
      fromMs,
      toMs: now - youngestMs,
      read: (created, pagesMax) =>
        listPages(
          pagesMax,
          (page) =>
            stripe().paymentIntents.list({ created, expand: ["data.latest_charge"], ...page }, patience),
          (intents) => applyPayments(intents, comparison),
        ),
    },
    {
      name: "payments.refunds",
      ...reversals,
      read: (created, pagesMax) =>
        listPages(
          pagesMax,
          (page) => stripe().refunds.list({ created, ...page }, patience),
          (refunds) => applyReversals(refunds.map(eventOfRefund), comparison),
        ),
    },
    {
      name: "payments.disputes",
      ...reversals,
      read: (created, pagesMax) =>
        listPages(
          pagesMax,
          (page) => stripe().disputes.list({ created, ...page }, patience),
          (disputes) => applyReversals(disputes.map(eventOfDispute), comparison),
        ),
    },
  ];
}

/** True when the list was read to its end. One that Stripe does not list holds up no other. */
async function readList({ name, fromMs, toMs, read }: List, limits: object): Promise<boolean> {
  const stopped = await readUnfinished(name);
  const spans = { fromMs: stopped?.getTime() ?? fromMs, toMs, spanMs, pagesMax: runPagesMax, ...limits };
  try {
    return (await readSpans(spans, read, (at) => saveUnfinished(name, at))).isComplete;
  } catch (error) {
    if (!isStripeError(error)) throw error;
    log().warn({ event: "payments_not_listed", kind: name, ...stripeErrorFacts(error) });
    return false;
  }
}

import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool, transaction } from "@/lib/db/client";
import { type BillingEvent } from "../rules/billing-events";
import { readCheckedIntent } from "../rules/checked-payment";
import { applyBillingEvent } from "./apply-billing-event";
import { askForPurchases, locateStored } from "./locate-purchases";
import { failedRefundOf, ownerOfUnknown, recordUnmatched, reopenRefunded } from "./unmatched-payment";

export type Comparison = {
  /** Names the run in the keys of reversals, each of which is posted once. */
  readonly source: string;
  readonly totals: { payments: number; changed: number; unmatched: number; failed: number };
};

type Found = { readonly billingEvent: BillingEvent };

/**
 * Applies payments that Stripe lists, with their charges expanded, to their purchases, and records those that no purchase
 * knows. What fails is logged and counted, and stops no other.
 */
export async function applyPayments(intents: readonly unknown[], comparison: Comparison): Promise<void> {
  const { source, totals } = comparison;
  const checked = intents.flatMap((intent) => readCheckedIntent(intent).billingEvents);
  totals.payments += intents.length;
  const work = await undecidedOf(checked.map((billingEvent) => ({ billingEvent })));
  const located = await locateStored(work);
  const credited = await creditedOf([...located.values()]);
  for (const [index, item] of work.entries()) {
    const purchaseId = located.get(item);
    if (!purchaseId) await holdUnknown(item.billingEvent, comparison);
    else if (item.billingEvent.ref.paymentIntentId !== credited.get(purchaseId))
      await applyOne(purchaseId, item.billingEvent, `${source}:${index}:${purchaseId}`, comparison);
  }
}

/** Without payments that no purchase can take and that are recorded already. */
async function undecidedOf(work: readonly Found[]): Promise<readonly Found[]> {
  const ids = work.map(({ billingEvent }) => billingEvent.ref.paymentIntentId);
  const { rows } = await sqlPool().query<{ id: string }>(
    "select payment_intent_id as id from unmatched_payments where payment_intent_id = any($1)",
    [ids.filter((id) => id !== null)],
  );
  const recorded = new Set<string | null>(rows.map(({ id }) => id));
  return work.filter(
    ({ billingEvent }) => billingEvent.kind !== "paid" || !recorded.has(billingEvent.ref.paymentIntentId),
  );
}

/** The payment of each purchase that is credited: its success needs no second look. */
async function creditedOf(purchaseIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await sqlPool().query<{ id: string; paymentIntentId: string | null }>(
    `select id, payment_intent_id as "paymentIntentId" from purchases where id = any($1::uuid[]) and state = 'credited'`,
    [purchaseIds],
  );
  return new Map(rows.map(({ id, paymentIntentId }) => [id, paymentIntentId]));
}

async function holdUnknown(billingEvent: BillingEvent, { totals }: Comparison): Promise<void> {
  if (billingEvent.kind !== "paid") return;
  try {
    const isNew = await transaction(async (tx) => {
      const owner = await ownerOfUnknown(tx, billingEvent);
      return (
        owner !== null && (await recordUnmatched(tx, billingEvent, { reason: "unknown_purchase", ...owner }))
      );
    });
    if (isNew) totals.unmatched += 1;
  } catch (error) {
    failed({ stripeObjectId: billingEvent.ref.paymentIntentId }, error, totals);
  }
}

/** Applies refunds and disputes that Stripe lists and that are not known here as they are. */
export async function applyReversals(
  found: readonly (BillingEvent | null)[],
  comparison: Comparison,
): Promise<void> {
  const work = await newOf(found.filter((each) => each !== null).map((billingEvent) => ({ billingEvent })));
  const stored = await locateStored(work);
  await applyAll(stored, comparison);
  const { located, failures, waiting } = await askForPurchases(work.filter((each) => !stored.has(each)));
  await applyAll(located, comparison);
  await reopenAll(work.filter((each) => !stored.has(each) && !located.has(each)));
  for (const [{ billingEvent }, error] of failures)
    failed({ stripeObjectId: idOf(billingEvent) }, error, comparison.totals);
  comparison.totals.failed += waiting.length;
}

/** Refunds of payments that no purchase took, and that failed. */
async function reopenAll(unlocated: readonly Found[]): Promise<void> {
  for (const { billingEvent } of unlocated) {
    const failedRefund = failedRefundOf(billingEvent);
    if (failedRefund) await transaction((tx) => reopenRefunded(tx, failedRefund));
  }
}

async function applyAll(located: ReadonlyMap<Found, string>, comparison: Comparison): Promise<void> {
  for (const [{ billingEvent }, purchaseId] of located)
    await applyOne(purchaseId, billingEvent, `${comparison.source}:${idOf(billingEvent)}`, comparison);
}

function idOf(billingEvent: BillingEvent): string {
  if (billingEvent.kind === "refund") return billingEvent.refundId;
  return billingEvent.kind === "disputed" ? billingEvent.disputeId : billingEvent.kind;
}

/** Those whose state here differs. Most are known, and asking about each would take a request. */
async function newOf(work: readonly Found[]): Promise<Found[]> {
  const { rows } = await sqlPool().query<{ id: string; status: string }>(
    `select id, status from purchase_refunds where id = any($1)
     union all select id, status from purchase_disputes where id = any($1)`,
    [work.map(({ billingEvent }) => idOf(billingEvent))],
  );
  const known = new Map(rows.map(({ id, status }) => [id, status]));
  return work.filter(({ billingEvent }) => {
    const status =
      billingEvent.kind === "refund" || billingEvent.kind === "disputed" ? billingEvent.status : null;
    return known.get(idOf(billingEvent)) !== status;
  });
}

async function applyOne(
  purchaseId: string,
  billingEvent: BillingEvent,
  source: string,
  { totals }: Comparison,
): Promise<void> {
  try {
    await transaction((tx) => applyBillingEvent(tx, purchaseId, billingEvent, source));
    totals.changed += 1;
  } catch (error) {
    failed({ purchase: purchaseId }, error, totals);
  }
}

function failed(
  subject: { readonly purchase: string } | { readonly stripeObjectId: string | null },
  error: unknown,
  totals: Comparison["totals"],
): void {
  totals.failed += 1;
  log().error({ ...subject, ...errorFacts(error) }, "a payment found by the sweep was not applied");
}

import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool, transaction } from "@/lib/db/client";
import { type Clock, msPerHour, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { applyBillingEvent } from "../internal/apply-billing-event";
import { fetchReversals } from "../internal/fetch-reversals";
import { inLanes } from "../internal/in-lanes";
import { isMissing, patience, stripe } from "../internal/stripe-client";
import type { BillingEvent } from "../rules/billing-events";
import { firstCheckMs, nextCheckMs } from "../rules/check-pace";
import { readCheckedIntent, readCheckedSession } from "../rules/checked-payment";

/** Most purchases that one run asks Stripe about. */
const batchMax = 50;
/** Concurrent requests to Stripe, so that one slow response does not delay everyone's credits. */
const lanes = 5;

export type CheckedPurchases = {
  readonly checked: number;
  readonly changed: number;
  readonly failed: number;
};

type Due = {
  readonly id: string;
  readonly workspaceId: string;
  readonly state: string;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly createdAt: Date;
};

/**
 * Catches up on missing webhooks: asks Stripe about unsettled purchases of any age whose next check is due, and applies
 * the result like an event. Run every few seconds. One purchase of each workspace comes before the second of any, so that
 * one buyer's many open pages delay no one else. A purchase that cannot be checked does not stop the others.
 */
export async function checkPurchases(clock: Clock = systemClock): Promise<CheckedPurchases> {
  const now = clock();
  const due = await readDue(now);
  const totals = { checked: due.length, changed: 0, failed: 0 };
  await inLanes(due, lanes, async (purchase) => {
    const outcome = await check(purchase, now);
    if (outcome !== "unchanged") totals[outcome] += 1;
  });
  if (totals.changed > 0) void deliverMails();
  return totals;
}

/** An automatic top-up without a payment intent is not among them: its own attempt knows more. */
async function readDue(now: Date): Promise<readonly Due[]> {
  const { rows } = await sqlPool().query<Due>(
    `select id, workspace_id as "workspaceId", state, checkout_session_id as "sessionId",
            payment_intent_id as "paymentIntentId", created_at as "createdAt"
     from (select p.*, row_number() over (partition by workspace_id order by next_check_at, id) as place
             from purchases p
            where state in ('open', 'pending') and next_check_at <= $1 and created_at <= $2
              and (origin = 'checkout' or payment_intent_id is not null)) due
     order by place, next_check_at limit ${batchMax}`,
    [now, new Date(now.getTime() - firstCheckMs)],
  );
  return rows;
}

async function check(purchase: Due, now: Date): Promise<"changed" | "unchanged" | "failed"> {
  try {
    return (await applyAll(purchase, await askStripe(purchase, now), now)) ? "changed" : "unchanged";
  } catch (error) {
    log().error({ purchase: purchase.id, ...errorFacts(error) }, "purchase could not be checked with Stripe");
    await moveNextCheck(purchase, now).catch(() => undefined);
    return "failed";
  }
}

async function askStripe(purchase: Due, now: Date): Promise<readonly BillingEvent[]> {
  const { sessionId, paymentIntentId } = purchase;
  if (!sessionId && !paymentIntentId) return abandoned(purchase.createdAt, now);
  try {
    const expand = sessionId ? "payment_intent.latest_charge" : "latest_charge";
    const { billingEvents, hasReversals } = sessionId
      ? readCheckedSession(
          await stripe().checkout.sessions.retrieve(sessionId, { expand: [expand] }, patience),
        )
      : readCheckedIntent(
          await stripe().paymentIntents.retrieve(paymentIntentId ?? "", { expand: [expand] }, patience),
        );
    const intentId = paymentIntentId ?? billingEvents[0]?.ref.paymentIntentId;
    const reversals = hasReversals && intentId ? await fetchReversals(intentId) : [];
    return [...billingEvents, ...reversals];
  } catch (error) {
    if (!isMissing(error)) throw error;
    // The Stripe account or simulator was replaced: this page can never be paid or confirmed.
    return [
      purchase.state === "pending" || !sessionId
        ? { kind: "failed", ref: emptyRef, failureCode: "session_unknown" }
        : { kind: "expired", ref: emptyRef },
    ];
  }
}

/**
 * A purchase without a session never had a page to pay on: the process ended between writing the row and calling
 * Stripe.
 */
function abandoned(createdAt: Date, now: Date): readonly BillingEvent[] {
  return now.getTime() - createdAt.getTime() > msPerHour ? [{ kind: "expired", ref: emptyRef }] : [];
}

const emptyRef = { purchaseId: null, sessionId: null, paymentIntentId: null, chargeId: null } as const;

/** True when the purchase's state moved. */
async function applyAll(purchase: Due, billingEvents: readonly BillingEvent[], now: Date): Promise<boolean> {
  const { id, workspaceId } = purchase;
  return transaction(async (tx) => {
    // The source is part of the keys of reversals, each of which is posted once.
    for (const [index, billingEvent] of billingEvents.entries())
      await applyBillingEvent(tx, id, billingEvent, `check:${now.getTime()}:${index}`);
    const data = { checkedAt: now, nextCheckAt: nextCheckAt(purchase, now) };
    const after = await tx.purchase.update({ where: { id, workspaceId }, data, select: { state: true } });
    return after.state !== purchase.state;
  });
}

async function moveNextCheck(purchase: Due, now: Date): Promise<void> {
  await sqlPool().query("update purchases set next_check_at = $3 where id = $1 and workspace_id = $2", [
    purchase.id,
    purchase.workspaceId,
    nextCheckAt(purchase, now),
  ]);
}

function nextCheckAt({ createdAt }: Due, now: Date): Date {
  return new Date(now.getTime() + nextCheckMs(now.getTime() - createdAt.getTime()));
}

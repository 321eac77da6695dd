import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { db, transaction } from "@/lib/db/client";
import { type Clock, msPerDay, msPerHour, msPerMinute, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { applyBillingEvent } from "./internal/apply-billing-event";
import { isMissing, stripe } from "./internal/stripe-client";
import { eventsOfCheckedSession, type BillingEvent } from "./rules/billing-events";

/**
 * Most purchases that one run asks Stripe about; those not asked about for the longest time come first, so none
 * starves.
 */
const batchMax = 50;
/** Concurrent requests to Stripe, so that one slow response does not delay everyone's credits. */
const concurrency = 5;
/** When Stripe does not respond about a purchase, it is asked again a minute later. */
const patience = { timeout: 5_000, maxNetworkRetries: 0 } as const;

export type Reconciliation = { readonly checked: number; readonly changed: number; readonly failed: number };

/**
 * Catches up on missing webhooks: asks Stripe about purchases that have been open or pending for more than a minute and
 * less than three days, and applies the result like the webhook does. Run every minute. A purchase that cannot be
 * checked does not stop the others.
 */
export async function reconcilePurchases(clock: Clock = systemClock): Promise<Reconciliation> {
  const now = clock();
  const due = await db().purchase.findMany({
    where: {
      state: { in: ["open", "pending"] },
      createdAt: { lt: new Date(now.getTime() - msPerMinute), gt: new Date(now.getTime() - 3 * msPerDay) },
    },
    orderBy: { updatedAt: "asc" },
    take: batchMax,
    select: { id: true, workspaceId: true, state: true, checkoutSessionId: true, createdAt: true },
  });
  const totals = { checked: due.length, changed: 0, failed: 0 };
  // The lanes share one iterator: each takes the next purchase when it is done with its last.
  const waiting = due.values();
  const lane = async () => {
    for (const purchase of waiting) {
      const outcome = await check(purchase, now);
      if (outcome !== "unchanged") totals[outcome] += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  if (totals.changed > 0) void deliverMails();
  return totals;
}

type Due = {
  readonly id: string;
  readonly workspaceId: string;
  readonly state: string;
  readonly checkoutSessionId: string | null;
  readonly createdAt: Date;
};

async function check(purchase: Due, now: Date): Promise<"changed" | "unchanged" | "failed"> {
  try {
    const billingEvents = purchase.checkoutSessionId
      ? await askStripe(purchase.checkoutSessionId, purchase.state === "pending")
      : abandoned(purchase.createdAt, now);
    return (await applyAll(purchase, billingEvents)) ? "changed" : "unchanged";
  } catch (error) {
    log().error({ purchase: purchase.id, ...errorFacts(error) }, "purchase could not be checked with Stripe");
    return "failed";
  }
}

async function askStripe(sessionId: string, wasPaid: boolean): Promise<readonly BillingEvent[]> {
  try {
    const expand = { expand: ["payment_intent.latest_charge"] };
    const session = await stripe().checkout.sessions.retrieve(sessionId, expand, patience);
    return eventsOfCheckedSession(session);
  } catch (error) {
    if (!isMissing(error)) throw error;
    // The Stripe account or simulator was replaced: this page can never be paid or confirmed.
    return [
      wasPaid
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

/** True when the purchase's state moved. In any case, its turn in the next run comes after all others. */
async function applyAll(
  { id, workspaceId }: { readonly id: string; readonly workspaceId: string },
  billingEvents: readonly BillingEvent[],
): Promise<boolean> {
  const where = { id, workspaceId };
  return transaction(async (tx) => {
    const select = { state: true } as const;
    const before = await tx.purchase.findUniqueOrThrow({ where, select });
    for (const billingEvent of billingEvents) await applyBillingEvent(tx, id, billingEvent, "reconciliation");
    const data = { updatedAt: new Date() };
    const after = await tx.purchase.update({ where, data, select });
    return before.state !== after.state;
  });
}

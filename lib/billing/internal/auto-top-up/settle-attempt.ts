import "server-only";
import type Stripe from "stripe";
import { db, transaction, type Tx } from "@/lib/db/client";
import { type Clock, msPerHour } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { nextStepMs } from "@/lib/billing/rules/auto-top-up/declines";
import { type BillingEvent, billingEventOf } from "@/lib/billing/rules/billing-events";
import { applyBillingEvent } from "../apply-billing-event";
import { type Attempt, lockSetting } from "./attempt";
import { cancelPayment, chargeCard, findPayment, type Finding } from "./charge-card";
import { endAttempt } from "./end-attempt";

/**
 * Stripe keeps a key for a day. Later, the same key would charge again, so from an hour before, an attempt is only looked
 * up; and it is given up an hour after, when no request under its key can still be running.
 */
const repeatsForMs = 23 * msPerHour;
const givenUpAfterMs = 25 * msPerHour;
/** Also that many look-ups, which take eight minutes: a clock may jump by a day. */
const lookUpsMin = 8;

/** Charges an attempt that was just written, and records the outcome. */
export async function makeAttempt(attempt: Attempt, clock: Clock): Promise<void> {
  await settle(attempt, await chargeCard(attempt), clock);
}

/**
 * Finds out what became of an attempt whose outcome is unknown: from its purchase, which the webhook may have moved, then
 * from Stripe. Only when Stripe has no payment of it, the same request is repeated under the same key.
 */
export async function resumeAttempt(attempt: Attempt, clock: Clock): Promise<void> {
  if (await settleFromPurchase(attempt, clock)) return;
  const found = await findPayment(attempt);
  if (found.kind !== "none") return settle(attempt, found, clock);
  const ageMs = clock().getTime() - attempt.startedAt.getTime();
  if (ageMs < repeatsForMs) return settle(attempt, await chargeCard(attempt), clock);
  const isOver = ageMs > givenUpAfterMs && attempt.steps >= lookUpsMin;
  await settle(attempt, isOver ? { kind: "refused", code: "no_response" } : { kind: "unknown" }, clock);
}

async function settleFromPurchase(attempt: Attempt, clock: Clock): Promise<boolean> {
  const { purchaseId: id, workspaceId } = attempt;
  const select = { state: true, failureCode: true } as const;
  const purchase = await db().purchase.findUniqueOrThrow({ where: { id, workspaceId }, select });
  if (purchase.state !== "credited" && purchase.state !== "failed") return false;
  await end(attempt, clock, async (tx) => {
    if (purchase.state === "credited") return { kind: "succeeded" };
    // A payment may have overtaken the failure since.
    const current = await tx.purchase.findUniqueOrThrow({ where: { id, workspaceId }, select });
    if (current.state === "credited") return { kind: "succeeded" };
    return { kind: "declined", code: current.failureCode ?? "declined" };
  });
  return true;
}

async function settle(attempt: Attempt, finding: Finding, clock: Clock): Promise<void> {
  if (finding.kind === "refused") return refuse(attempt, finding.code, clock);
  if (finding.kind !== "intent") return wait(attempt, clock);
  const { intent } = finding;
  switch (intent.status) {
    case "succeeded":
      return end(attempt, clock, async (tx) => {
        // The charge first: the receipt names its card.
        for (const event of paidEvents(intent)) await apply(tx, attempt, event);
        return { kind: "succeeded" };
      });
    case "requires_payment_method":
    case "canceled":
      return end(attempt, clock, async (tx) => {
        const declined = asEvent("payment_intent.payment_failed", intent);
        await apply(tx, attempt, declined);
        return { kind: "declined", code: declined?.kind === "declined" ? declined.failureCode : "declined" };
      });
    case "processing":
      await transaction((tx) => apply(tx, attempt, asEvent("payment_intent.processing", intent)));
      return wait(attempt, clock);
    default:
      return abandon(attempt, intent, clock);
  }
}

/** The payment waits, usually for the bank's question to a payer who is not there. */
async function abandon(attempt: Attempt, intent: Stripe.PaymentIntent, clock: Clock): Promise<void> {
  const canceled = await cancelPayment(attempt, intent);
  if (canceled.kind !== "intent" || canceled.intent.status !== "canceled") return wait(attempt, clock);
  await refuse(attempt, intent.status === "requires_action" ? "authentication_required" : "canceled", clock);
}

async function refuse(attempt: Attempt, code: string, clock: Clock): Promise<void> {
  const ref = { purchaseId: attempt.purchaseId, sessionId: null, paymentIntentId: null, chargeId: null };
  await end(attempt, clock, async (tx) => {
    await apply(tx, attempt, { kind: "failed", ref, failureCode: code });
    return code === "no_response" ? { kind: "not_charged", code } : { kind: "declined", code };
  });
}

/** The outcome stays unknown for now: the attempt remains in flight, and keeps its share of the monthly limit. */
async function wait(attempt: Attempt, clock: Clock): Promise<void> {
  const { purchaseId, workspaceId, steps } = attempt;
  await db().autoTopUpAttempt.updateMany({
    where: { purchaseId, workspaceId, endedAt: null },
    data: { nextStepAt: new Date(nextStepMs(steps, clock().getTime())) },
  });
}

async function end(
  attempt: Attempt,
  clock: Clock,
  conclude: (tx: Tx) => Promise<Parameters<typeof endAttempt>[2]>,
): Promise<void> {
  await transaction(async (tx) => {
    await lockSetting(tx, attempt.workspaceId);
    await endAttempt(tx, attempt, await conclude(tx), clock());
  });
  void deliverMails();
}

function paidEvents(intent: Stripe.PaymentIntent): readonly (BillingEvent | null)[] {
  const charge = intent.latest_charge;
  const charged = typeof charge === "object" && charge ? asEvent("charge.succeeded", charge) : null;
  return [charged, asEvent("payment_intent.succeeded", intent)];
}

/** Stripe's response, read like the event that says the same. */
function asEvent(type: string, object: object): BillingEvent | null {
  return billingEventOf({ type, object });
}

async function apply(tx: Tx, attempt: Attempt, event: BillingEvent | null): Promise<void> {
  if (event) await applyBillingEvent(tx, attempt.purchaseId, event, "auto_top_up");
}

import "server-only";
import type { Tx } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";
import { afterDecline, finalReason } from "@/lib/billing/rules/auto-top-up/declines";
import type { Attempt } from "./attempt";
import { pauseAutoTopUp } from "./pause";

export type AttemptEnd =
  | { readonly kind: "succeeded" }
  | { readonly kind: "declined"; readonly code: string }
  /** Stripe never answered, and has no payment. */
  | { readonly kind: "not_charged"; readonly code: string };

/**
 * Ends an attempt and decides what follows, under the lock of the setting. An attempt that has ended already stays as it
 * is. The outcome says something about the agreement under which the card was charged, and nothing about a later one: a
 * setting that was turned off meanwhile, or that a person has agreed to anew, stays as it is.
 */
export async function endAttempt(tx: Tx, attempt: Attempt, end: AttemptEnd, now: Date): Promise<void> {
  const { purchaseId, workspaceId } = attempt;
  const failureCode = end.kind === "succeeded" ? null : end.code;
  const { count } = await tx.autoTopUpAttempt.updateMany({
    where: { purchaseId, workspaceId, endedAt: null },
    data: { endedAt: now, outcome: end.kind, failureCode },
  });
  if (count === 0) return;
  if (end.kind === "declined" && finalReason(end.code) === "card_removed") await forgetCard(tx, attempt, now);
  const { consentId } = await tx.autoTopUpAttempt.findUniqueOrThrow({
    where: { purchaseId, workspaceId },
    select: { consentId: true },
  });
  const charged = { workspaceId, consentId, isOn: true };
  const setting = await tx.autoTopUp.findUnique({ where: charged, select: { declines: true } });
  if (!setting) return;
  const change = (data: { declines?: number; nextAttemptAt: Date | null }) =>
    tx.autoTopUp.updateMany({ where: charged, data });
  if (end.kind === "succeeded") return void (await change({ declines: 0, nextAttemptAt: null }));
  if (end.kind === "not_charged") {
    return void (await change({ nextAttemptAt: new Date(now.getTime() + msPerHour) }));
  }
  const next = afterDecline(end.code, setting.declines, now.getTime());
  const nextAttemptAt = next.kind === "wait" ? new Date(next.untilMs) : null;
  await change({ declines: setting.declines + 1, nextAttemptAt });
  if (next.kind === "pause") await pauseAutoTopUp(tx, workspaceId, next.reason, now);
}

/** Stripe no longer has the card, so that it can be neither charged nor detached. */
async function forgetCard(tx: Tx, { workspaceId, paymentMethodId }: Attempt, now: Date): Promise<void> {
  const where = { workspaceId, paymentMethodId, removedAt: null };
  await tx.savedCard.updateMany({ where, data: { removedAt: now, detachedAt: now } });
}

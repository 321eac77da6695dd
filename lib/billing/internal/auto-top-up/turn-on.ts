import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Tx } from "@/lib/db/client";
import { dollarsText } from "@/lib/kernel/money";
import type { AutoTopUpTerms } from "@/lib/billing/rules/auto-top-up/terms";

type TurnOn = {
  readonly workspaceId: string;
  /** Who agreed. */
  readonly userId: string;
  readonly consentId: string;
  readonly terms: AutoTopUpTerms;
};

/**
 * Turns auto top-up on, or changes its terms, as a person agreed. It starts afresh: no pause, no declines. The caller
 * holds the lock of the setting, if there is one, and has made sure that there is a card.
 */
export async function turnOn(tx: Tx, { workspaceId, userId, consentId, terms }: TurnOn): Promise<void> {
  const select = { isOn: true, thresholdNanos: true, creditsNanos: true, monthlyMaxNanos: true } as const;
  const before = await tx.autoTopUp.findUnique({ where: { workspaceId }, select });
  const data = {
    ...terms,
    isOn: true,
    consentId,
    declines: 0,
    nextAttemptAt: null,
    pausedAt: null,
    pauseReason: null,
    updatedAt: new Date(),
  };
  await tx.autoTopUp.upsert({
    where: { workspaceId },
    create: { workspaceId, ...data },
    update: data,
    select: { isOn: true },
  });
  await recordAudit(tx, {
    workspaceId,
    actorUserId: userId,
    action: before?.isOn ? "auto_top_up.changed" : "auto_top_up.on",
    targetId: workspaceId,
    ...(before?.isOn && { before: inDollars(before) }),
    after: inDollars(terms),
  });
}

function inDollars(terms: AutoTopUpTerms) {
  return {
    threshold: dollarsText(terms.thresholdNanos),
    credits: dollarsText(terms.creditsNanos),
    monthlyLimit: dollarsText(terms.monthlyMaxNanos),
  };
}

import "server-only";
import { raiseAlert } from "@/lib/alerts/raise-alert";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { dollarsText } from "@/lib/kernel/money";
import { addCreditsHref, paths } from "@/lib/kernel/paths";
import { queueMail } from "@/lib/mail/queue-mail";
import { feeTerms } from "@/lib/billing/fee-terms";
import { autoTopUpPausedMail } from "@/lib/billing/rules/auto-top-up/paused-mail";
import type { PauseReason } from "@/lib/billing/rules/auto-top-up/declines";
import { feeFor } from "@/lib/billing/rules/fee";

/**
 * Pauses auto top-up until a person resumes it, with one entry in the audit log and one mail. No effect when it is off or
 * paused already. The caller holds the lock of the setting.
 */
export async function pauseAutoTopUp(
  tx: Tx,
  workspaceId: string,
  reason: PauseReason,
  now: Date,
): Promise<void> {
  const { count } = await tx.autoTopUp.updateMany({
    where: { workspaceId, isOn: true, pausedAt: null },
    data: { pausedAt: now, pauseReason: reason, nextAttemptAt: null, updatedAt: now },
  });
  if (count === 0) return;
  await recordAudit(tx, {
    workspaceId,
    actorUserId: null,
    action: "auto_top_up.paused",
    targetId: workspaceId,
    after: { reason },
  });
  const { creditsNanos, consentId } = await tx.autoTopUp.findUniqueOrThrow({
    where: { workspaceId },
    select: { creditsNanos: true, consentId: true },
  });
  const card = await tx.savedCard.findFirst({
    where: { workspaceId },
    orderBy: { savedAt: "desc" },
    select: { brand: true, last4: true },
  });
  const site = env().appUrl;
  for (const recipient of await recipientsOf(tx, workspaceId, consentId)) {
    const mail = autoTopUpPausedMail(
      {
        reason,
        creditsNanos,
        totalNanos: creditsNanos + feeFor(creditsNanos, feeTerms()),
        card,
        pausedAt: now,
      },
      {
        product: product.name,
        recipient,
        creditsUrl: `${site}${paths.credits}`,
        payUrl: `${site}${addCreditsHref(dollarsText(creditsNanos))}`,
      },
    );
    await queueMail(tx, mail, now);
  }
  const alert = { workspaceId, subjectId: workspaceId, period: now.toISOString() };
  await raiseAlert(tx, { ...alert, fact: { kind: "auto_top_up" } }, now);
}

/** The person who agreed, while they may still change it; otherwise every owner. */
async function recipientsOf(tx: Tx, workspaceId: string, consentId: string): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<readonly { email: string; agreed: boolean }[]>`
    SELECT u.email, u.id = c.user_id AS agreed
      FROM members m JOIN users u ON u.id = m.user_id
      JOIN card_consents c ON c.id = ${consentId}::uuid AND c.workspace_id = m.workspace_id
     WHERE m.workspace_id = ${workspaceId}::uuid AND m.removed_at IS NULL AND u.email IS NOT NULL
       AND (m.role = 'owner' OR (m.role = 'admin' AND u.id = c.user_id))
     ORDER BY u.email`;
  const agreed = rows.filter((row) => row.agreed);
  return (agreed.length > 0 ? agreed : rows).map(({ email }) => email);
}

import "server-only";
import { uuidv7 } from "uuidv7";
import { product } from "@/lib/config/product";
import { transaction, type Tx } from "@/lib/db/client";
import { nanosPerCent } from "@/lib/kernel/money";
import { feeTerms } from "@/lib/billing/fee-terms";
import { limitMonth } from "@/lib/billing/rules/auto-top-up/month";
import { feeFor } from "@/lib/billing/rules/fee";
import { wholeCents } from "@/lib/billing/rules/purchase-amount";
import { type Attempt, leaseMs } from "./attempt";
import { monthChargesCents } from "./month-charges";
import { pauseAutoTopUp } from "./pause";

/**
 * Writes the attempt of a workspace whose balance is below its threshold, with its purchase, before Stripe is called.
 * Null when there is nothing to do: another process was first, the balance has risen, or the month's limit is reached.
 * The lock on the setting makes the check of the limit and the attempt one step; the unique index of attempts in flight
 * would refuse a second one even without it.
 */
export async function startAttempt(workspaceId: string, now: Date): Promise<Attempt | null> {
  return transaction(async (tx) => {
    const setting = await lockDue(tx, workspaceId, now);
    if (!setting) return null;
    const card = await tx.savedCard.findFirst({
      where: { workspaceId, removedAt: null },
      select: { paymentMethodId: true, customerId: true },
    });
    if (!card) {
      await pauseAutoTopUp(tx, workspaceId, "card_removed", now);
      return null;
    }
    const feeNanos = feeFor(setting.credits_nanos, feeTerms());
    const totalCents = wholeCents(setting.credits_nanos + feeNanos);
    const chargedCents = await monthChargesCents(workspaceId, now, tx);
    if (BigInt(chargedCents + totalCents) * nanosPerCent > setting.monthly_max_nanos) {
      // Until the next month, or until a person raises the limit.
      const data = { nextAttemptAt: limitMonth(now).end };
      await tx.autoTopUp.updateMany({ where: { workspaceId }, data });
      return null;
    }
    const purchaseId = uuidv7();
    const attempt = {
      purchaseId,
      workspaceId,
      ...card,
      idempotencyKey: `auto_top_up:${purchaseId}`,
      totalCents,
      description: `${product.name} credits, auto top-up`,
      startedAt: now,
      steps: 0,
    };
    if (!(await insertAttempt(tx, attempt, setting.consent_id))) return null;
    await tx.purchase.create({
      data: {
        id: purchaseId,
        workspaceId,
        userId: setting.user_id,
        origin: "auto_top_up",
        creditsNanos: setting.credits_nanos,
        feeNanos,
        totalCents,
        createdAt: now,
        updatedAt: now,
      },
      select: { id: true },
    });
    return attempt;
  });
}

type Setting = {
  readonly consent_id: string;
  readonly user_id: string;
  readonly credits_nanos: bigint;
  readonly monthly_max_nanos: bigint;
  readonly threshold_nanos: bigint;
};

/** The setting under its lock, when it is still due. The balance is read after the lock, so that it is the newest. */
async function lockDue(tx: Tx, workspaceId: string, now: Date): Promise<Setting | null> {
  const [setting] = await tx.$queryRaw<readonly Setting[]>`
    SELECT a.consent_id, c.user_id, a.credits_nanos, a.monthly_max_nanos, a.threshold_nanos
      FROM auto_top_ups a JOIN card_consents c ON c.id = a.consent_id AND c.workspace_id = a.workspace_id
     WHERE a.workspace_id = ${workspaceId}::uuid AND a.is_on AND a.paused_at IS NULL
       AND (a.next_attempt_at IS NULL OR a.next_attempt_at <= ${now})
       FOR UPDATE OF a`;
  if (!setting) return null;
  const below = await tx.$queryRaw<readonly unknown[]>`
    SELECT 1 AS below FROM wallets
     WHERE workspace_id = ${workspaceId}::uuid
       AND credited_nanos - debited_nanos - held_nanos < ${setting.threshold_nanos}`;
  return below.length > 0 ? setting : null;
}

/** False when an attempt of the workspace is in flight. */
async function insertAttempt(tx: Tx, attempt: Attempt, consentId: string): Promise<boolean> {
  const { purchaseId, workspaceId, startedAt } = attempt;
  const nextStepAt = new Date(startedAt.getTime() + leaseMs);
  const inserted = await tx.$executeRaw`
    INSERT INTO auto_top_up_attempts (purchase_id, workspace_id, consent_id, customer_id, payment_method_id,
      idempotency_key, total_cents, description, started_at, next_step_at)
    VALUES (${purchaseId}::uuid, ${workspaceId}::uuid, ${consentId}::uuid, ${attempt.customerId},
      ${attempt.paymentMethodId}, ${attempt.idempotencyKey}, ${attempt.totalCents}, ${attempt.description},
      ${startedAt}, ${nextStepAt})
    ON CONFLICT (workspace_id) WHERE ended_at IS NULL DO NOTHING`;
  return inserted === 1;
}

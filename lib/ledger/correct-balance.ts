import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import { fail, type Outcome } from "@/lib/kernel/outcome";
import { dollarsText, formatDollars, type Nanos } from "@/lib/kernel/money";
import { type PostedTransfer, postTransfer } from "./post-transfer";

export type Correction = {
  readonly workspaceId: string;
  /** Added to the balance, or taken from it when negative. Not zero. */
  readonly amountNanos: Nanos;
  /** The reason in plain text. The workspace sees it in its history. */
  readonly reason: string;
  readonly idempotencyKey: string;
  /** Allows a correction that takes more than the workspace can spend now. */
  readonly mayGoNegative: boolean;
};

/**
 * Corrects a balance on behalf of the operator, as a transfer between the wallet and the account of corrections, with a
 * line in the workspace's audit log. `by.userId` is null for the command line. The caller must check that the user is an
 * operator. What running requests hold counts as spent.
 */
export async function correctBalance(
  by: { readonly userId: string | null },
  correction: Correction,
): Promise<Outcome<PostedTransfer, "idempotency_conflict" | "workspace_missing" | "below_zero">> {
  const { workspaceId, amountNanos, reason, idempotencyKey } = correction;
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ available: Nanos; isReplay: boolean }[]>`
      select w.credited_nanos - w.debited_nanos - w.held_nanos as available,
             exists (select from transfers t where t.workspace_id = w.workspace_id
                        and t.idempotency_key = ${idempotencyKey}) as "isReplay"
      from wallets w where w.workspace_id = ${workspaceId}::uuid for update of w`;
    const wallet = rows[0];
    if (!wallet) return fail("workspace_missing", { message: "That workspace doesn't exist." });
    const left = wallet.available + amountNanos;
    // A repeated request changes nothing, whatever the balance is now.
    if (amountNanos < 0n && left < 0n && !correction.mayGoNegative && !wallet.isReplay)
      return fail("below_zero", {
        field: "amount",
        message: `This would leave ${formatDollars(left, { exact: true })} to spend. Allow a balance below zero, or take less.`,
      });
    const isAdded = amountNanos > 0n;
    const posted = await postTransfer(tx, {
      workspaceId,
      from: isAdded ? "corrections" : "wallet",
      to: isAdded ? "wallet" : "corrections",
      amountNanos: isAdded ? amountNanos : -amountNanos,
      code: "correction",
      reason,
      idempotencyKey,
      actorUserId: by.userId,
    });
    if (posted.ok && !posted.value.replayed)
      await recordAudit(tx, {
        workspaceId,
        actorUserId: by.userId,
        action: "credits.corrected",
        targetId: posted.value.transferId,
        after: { amount: dollarsText(amountNanos), reason },
      });
    return posted;
  });
}

import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import { fail, type Outcome } from "@/lib/kernel/outcome";
import { dollarsText, type Nanos } from "@/lib/kernel/money";
import { type PostedTransfer, postTransfer } from "./post-transfer";

export type Grant = {
  readonly workspaceId: string;
  /** Positive. */
  readonly amountNanos: Nanos;
  /** The reason in plain text. The workspace sees it in its history. */
  readonly reason: string;
  readonly idempotencyKey: string;
};

/**
 * Grants credits on behalf of the operator, with a line in the workspace's audit log. `by.userId` is null for the command
 * line. The caller must check that the user is an operator.
 */
export async function grantCredits(
  by: { readonly userId: string | null },
  grant: Grant,
): Promise<Outcome<PostedTransfer, "idempotency_conflict" | "workspace_missing">> {
  return transaction(async (tx) => {
    const wallet = await tx.wallet.findUnique({
      where: { workspaceId: grant.workspaceId },
      select: { workspaceId: true },
    });
    if (!wallet) return fail("workspace_missing", { message: "That workspace doesn't exist." });
    const posted = await postTransfer(tx, {
      ...grant,
      from: "promotions",
      to: "wallet",
      code: "grant",
      actorUserId: by.userId,
    });
    if (posted.ok && !posted.value.replayed)
      await recordAudit(tx, {
        workspaceId: grant.workspaceId,
        actorUserId: by.userId,
        action: "credits.granted",
        targetId: posted.value.transferId,
        after: { amount: dollarsText(grant.amountNanos), reason: grant.reason },
      });
    return posted;
  });
}

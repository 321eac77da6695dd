import "server-only";
import { createHmac } from "node:crypto";
import { env } from "@/lib/config/env";
import type { Tx } from "@/lib/db/client";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { mailboxOf } from "@/lib/kernel/email";

/**
 * Records that the user reads this mailbox, and grants the credits of new accounts if the mailbox never had them. Only
 * a keyed hash of the mailbox is stored, so that it can stay after the account is erased.
 */
export async function confirmAddress(tx: Tx, userId: string, email: string): Promise<void> {
  const confirmed = await tx.user.updateMany({
    where: { id: userId, email, emailVerifiedAt: null, deletedAt: null },
    data: { emailVerifiedAt: new Date() },
  });
  const { signupGrantNanos, authSecret } = env();
  if (confirmed.count === 0 || signupGrantNanos === 0n) return;
  const addressHash = Uint8Array.from(
    createHmac("sha256", authSecret)
      .update(`signup-grant:${mailboxOf(email)}`)
      .digest(),
  );
  const claimed = await tx.signupGrant.createMany({ data: [{ addressHash }], skipDuplicates: true });
  const workspace = await tx.workspace.findUnique({
    where: { personalUserId: userId },
    select: { id: true },
  });
  if (claimed.count === 0 || !workspace) return;
  await postTransfer(tx, {
    workspaceId: workspace.id,
    from: "promotions",
    to: "wallet",
    amountNanos: signupGrantNanos,
    code: "signup_grant",
    idempotencyKey: "signup_grant",
    reason: "Allowance of a new account",
  });
}

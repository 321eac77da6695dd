import "server-only";
import { transaction } from "@/lib/db/client";
import { fail, type Outcome } from "@/lib/kernel/outcome";
import type { Nanos } from "@/lib/kernel/money";
import { type PostedTransfer, postTransfer } from "./post-transfer";

export type Grant = {
  readonly workspaceId: string;
  /** Positive. */
  readonly amountNanos: Nanos;
  /** Why, in words: the workspace reads it in its history. */
  readonly reason: string;
  readonly idempotencyKey: string;
};

/** The operator gives credits. `by.userId` is null for the command line. Whether the caller is an operator is its to know. */
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
    return postTransfer(tx, {
      ...grant,
      from: "promotions",
      to: "wallet",
      code: "grant",
      actorUserId: by.userId,
    });
  });
}

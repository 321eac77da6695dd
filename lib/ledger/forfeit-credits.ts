import "server-only";
import type { Tx } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import { postTransfer } from "./post-transfer";

/**
 * Forfeits the credits that a workspace can still spend, when the workspace is deleted. Credits held by running
 * requests are not touched. Returns the forfeited amount; zero when nothing was left. A replay under the same key
 * forfeits nothing more.
 */
export async function forfeitCredits(
  tx: Tx,
  input: { workspaceId: string; reason: string; idempotencyKey: string; actorUserId?: string | null },
): Promise<Nanos> {
  const { workspaceId, idempotencyKey } = input;
  const rows = await tx.$queryRaw<{ available: Nanos }[]>`
    select credited_nanos - debited_nanos - held_nanos as available
    from wallets where workspace_id = ${workspaceId}::uuid for update`;
  const amountNanos = present(rows[0], "wallet").available;
  const where = { workspaceId_idempotencyKey: { workspaceId, idempotencyKey } };
  const earlier = await tx.transfer.findUnique({ where, select: { amountNanos: true } });
  if (earlier) return earlier.amountNanos;
  if (amountNanos <= 0n) return 0n;
  await postTransfer(tx, { ...input, from: "wallet", to: "forfeited", amountNanos, code: "forfeit" });
  return amountNanos;
}

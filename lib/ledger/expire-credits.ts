import "server-only";
import type { Tx } from "@/lib/db/client";
import { assert, present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import { readPostings } from "./internal/read-postings";
import { postTransfer } from "./post-transfer";
import { creditLots } from "./rules/credit-lots";

/**
 * Expires what is left of one lot of a wallet, in the caller's transaction. What running requests hold is left for a
 * later call. Returns the expired amount, and whether anything of the lot is still left.
 *
 * @param lotKey the key of the transfer that brought the lot, such as `purchase:<id>`
 */
export async function expireCredits(
  tx: Tx,
  input: { readonly workspaceId: string; readonly lotKey: string; readonly reason: string },
): Promise<{ readonly expiredNanos: Nanos; readonly isEmpty: boolean }> {
  const { workspaceId, lotKey, reason } = input;
  const { available, leftNanos, expiries } = await lockLot(tx, workspaceId, lotKey);
  const amountNanos = leftNanos < available ? leftNanos : available;
  if (amountNanos <= 0n) return { expiredNanos: 0n, isEmpty: leftNanos === 0n };
  const posted = await postTransfer(tx, {
    workspaceId,
    from: "wallet",
    to: "forfeited",
    amountNanos,
    code: "expiry",
    idempotencyKey: `expiry:${lotKey}:${expiries.length + 1}`,
    reason,
  });
  assert(posted.ok, "a part of a lot expires once");
  return { expiredNanos: amountNanos, isEmpty: amountNanos === leftNanos };
}

/**
 * Returns expired credits of a lot of which the caller is about to take `takenNanos`, in the same transaction: what is
 * refunded must not be taken twice. What is left of the lot is taken first, then what expired, then what was used.
 */
export async function returnExpired(
  tx: Tx,
  input: {
    readonly workspaceId: string;
    readonly lotKey: string;
    readonly takenNanos: Nanos;
    readonly reason: string;
  },
): Promise<void> {
  const { workspaceId, lotKey, takenNanos, reason } = input;
  const { leftNanos, expiries } = await lockLot(tx, workspaceId, lotKey);
  const expiredNanos = expiries.reduce((sum, posting) => sum - posting.amountNanos, 0n);
  const beyondNanos = takenNanos - leftNanos;
  const amountNanos = beyondNanos < expiredNanos ? beyondNanos : expiredNanos;
  if (amountNanos <= 0n) return;
  const posted = await postTransfer(tx, {
    workspaceId,
    from: "forfeited",
    to: "wallet",
    amountNanos,
    code: "expiry_returned",
    idempotencyKey: `expiry:${lotKey}:${expiries.length + 1}`,
    reason,
  });
  assert(posted.ok, "a part of a lot is returned once");
}

/** What is left of a lot, and its expiries and their returns, under the lock of the wallet. */
async function lockLot(tx: Tx, workspaceId: string, lotKey: string) {
  const rows = await tx.$queryRaw<{ debited: Nanos; available: Nanos }[]>`
    select debited_nanos as debited, credited_nanos - debited_nanos - held_nanos as available
    from wallets where workspace_id = ${workspaceId}::uuid for update`;
  const { debited, available } = present(rows[0], "wallet");
  const postings = await readPostings(tx, workspaceId);
  const lot = creditLots(postings, debited).find(({ key }) => key === lotKey);
  const expiries = postings.filter(({ idempotencyKey: key }) => key.startsWith(`expiry:${lotKey}:`));
  return { available, leftNanos: lot?.remainingNanos ?? 0n, expiries };
}

import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import { assert } from "@/lib/kernel/assert";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { inputHash } from "./internal/input-hash";
import { accountId } from "./internal/ledger-accounts";
import type { TransferInput } from "./rules/transfer-input";

export type PostedTransfer = { readonly transferId: string; readonly replayed: boolean };

/**
 * Moves money once: one debit, one credit, and the wallet's totals, in the caller's transaction under the wallet's
 * lock. The same key with the same input returns the first transfer; with different input it is rejected and nothing
 * changes. May take a wallet below zero (refunds, disputes): spending that must not exceed the balance takes a hold
 * instead.
 */
export async function postTransfer(
  tx: Tx,
  input: TransferInput,
): Promise<Outcome<PostedTransfer, "idempotency_conflict">> {
  assert(input.amountNanos > 0n, "a transfer moves a positive amount");
  assert(input.from !== input.to, "a transfer has two accounts");
  await lockWallet(tx, input.workspaceId);
  const hash = inputHash(input);
  const { workspaceId, idempotencyKey } = input;
  const earlier = await tx.transfer.findUnique({
    where: { workspaceId_idempotencyKey: { workspaceId, idempotencyKey } },
    select: { id: true, inputHash: true },
  });
  if (earlier) {
    if (!hash.equals(earlier.inputHash)) return fail("idempotency_conflict");
    return ok({ transferId: earlier.id, replayed: true });
  }
  const transferId = uuidv7();
  await tx.transfer.create({
    data: {
      id: transferId,
      workspaceId,
      debitAccountId: await accountId(tx, input.from, workspaceId),
      creditAccountId: await accountId(tx, input.to, workspaceId),
      amountNanos: input.amountNanos,
      code: input.code,
      idempotencyKey,
      inputHash: new Uint8Array(hash),
      reason: input.reason ?? null,
      actorUserId: input.actorUserId ?? null,
    },
    select: { id: true },
  });
  await updateWallet(tx, input);
  return ok({ transferId, replayed: false });
}

/** Serializes everything that moves a workspace's money; every path locks the wallet before any other row. */
async function lockWallet(tx: Tx, workspaceId: string): Promise<void> {
  const locked = await tx.$queryRaw<unknown[]>`
    select 1 from wallets where workspace_id = ${workspaceId}::uuid for update`;
  assert(locked.length === 1, "the workspace has a wallet");
}

async function updateWallet(tx: Tx, input: TransferInput): Promise<void> {
  const credited = input.to === "wallet" ? input.amountNanos : 0n;
  const debited = input.from === "wallet" ? input.amountNanos : 0n;
  const purchased = input.purchased ? credited - debited : 0n;
  if (credited === 0n && debited === 0n) return;
  await tx.$executeRaw`
    update wallets set
      credited_nanos = credited_nanos + ${credited},
      debited_nanos = debited_nanos + ${debited},
      purchased_nanos = greatest(purchased_nanos + ${purchased}, 0)
    where workspace_id = ${input.workspaceId}::uuid`;
}

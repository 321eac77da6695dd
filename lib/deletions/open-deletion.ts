import "server-only";
import { uuidv7 } from "uuidv7";
import { env } from "@/lib/config/env";
import { deriveSecret, hashSecret } from "@/lib/config/secrets";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import type { Removal } from "./rules/subjects";

type OpenDeletion = {
  readonly userId: string;
  /** The account's own workspace; null when it had none. */
  readonly workspaceId: string | null;
  /** What the transaction has removed. */
  readonly removed: readonly Removal[];
};

/**
 * Records the deletion of an account, in its transaction, with how many rows of which table it removed. Returns the link
 * to its state, built from the configured origin.
 */
export async function openDeletion(
  tx: Tx,
  { userId, workspaceId, removed }: OpenDeletion,
): Promise<{ readonly url: string }> {
  // Derived, so that the mailed link also works in a database that is restored from an earlier backup, after the account
  // was erased there again.
  const secret = deriveSecret("deletion", userId);
  const id = uuidv7();
  const tokenHash = hashSecret(secret);
  await tx.deletion.create({ data: { id, tokenHash, workspaceId }, select: { id: true } });
  const sums = new Map<string, { deletionId: string; step: string; subject: string; rows: bigint }>();
  for (const { step, subject, rows } of removed) {
    const name = `${step} ${subject}`;
    const sum = sums.get(name)?.rows ?? 0n;
    sums.set(name, { deletionId: id, step, subject, rows: sum + BigInt(rows) });
  }
  await tx.deletionCount.createMany({ data: [...sums.values()].filter(({ rows }) => rows > 0n) });
  return { url: `${env().appUrl}${paths.deletedAccount}?token=${secret}` };
}

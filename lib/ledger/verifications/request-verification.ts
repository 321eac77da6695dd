import "server-only";
import { uuidv7 } from "uuidv7";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";

/**
 * Requests a verification of the ledger, which the job starts within seconds. If one is already requested or running,
 * that one is used. The caller must be an operator. Returns the id of the verification.
 */
export async function requestVerification({ userId }: Pick<Actor, "userId">): Promise<string> {
  return transaction(async (tx) => {
    await takeNamedLock(tx, "ledger verification");
    const unfinished = await tx.ledgerVerification.findFirst({
      where: { finishedAt: null },
      select: { id: true },
    });
    if (unfinished) return unfinished.id;
    const requested = await tx.ledgerVerification.create({
      data: { id: uuidv7(), requestedBy: userId },
      select: { id: true },
    });
    return requested.id;
  });
}

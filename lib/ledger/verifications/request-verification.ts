import "server-only";
import { requestRun } from "@/lib/jobs/recorded-runs";
import type { Actor } from "@/lib/kernel/actor";

/**
 * Requests a verification of the ledger, which the job starts within seconds. If one is already requested or running,
 * that one is used. The caller must be an operator. Returns the id of the verification.
 */
export async function requestVerification({ userId }: Pick<Actor, "userId">): Promise<string> {
  return requestRun("ledger_verifications", userId);
}

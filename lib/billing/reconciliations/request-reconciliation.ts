import "server-only";
import { requestRun } from "@/lib/jobs/recorded-runs";
import type { Actor } from "@/lib/kernel/actor";

/**
 * Requests a reconciliation, which the job starts within seconds. If one is already requested or running, that one is
 * used. The caller must be an operator. Returns the id of the reconciliation.
 */
export async function requestReconciliation({ userId }: Pick<Actor, "userId">): Promise<string> {
  return requestRun("reconciliations", userId);
}

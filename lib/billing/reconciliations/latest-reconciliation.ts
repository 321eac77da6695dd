import "server-only";
import { latestRun, type LatestRun } from "@/lib/jobs/recorded-runs";
import type { Nanos } from "@/lib/kernel/money";
import { parseResult, type ReconciliationResult } from "../rules/reconciliation-result";

/** `failed.failure` is stripe, timeout or error. */
export type LatestReconciliation = LatestRun<{
  readonly driftNanos: Nanos;
  readonly result: ReconciliationResult;
}>;

/** The unfinished reconciliation, and how the last ones ended. For operators only: it covers all workspaces. */
export async function latestReconciliation(): Promise<LatestReconciliation> {
  const { finished, ...latest } = await latestRun<{ driftNanos: Nanos; result: unknown }>(
    "reconciliations",
    'drift_nanos as "driftNanos", result',
  );
  return { ...latest, finished: finished && { ...finished, result: parseResult(finished.result) } };
}

import "server-only";
import { unhurried } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { findUsageDrift } from "@/lib/ledger/find-usage-drift";
import type { ReconciliationCheck, ReconciliationResult } from "../rules/reconciliation-result";
import { compareBalance, compareTransfers, rowsMax } from "./compare-purchases";
import { readBalance } from "./read-balance";

export type ReconcileOptions = {
  readonly clock?: Clock;
  /** Called with the comparison that begins. */
  readonly onProgress?: (step: string) => void;
  /** Cancels a statement that takes longer, and with it the reconciliation. 0: without a limit, and all usage is summed. */
  readonly statementMsMax?: number;
};

/**
 * Compares three records of the same money: the ledger's transfers, recorded usage and purchases, and what moved on the
 * Stripe account. Changes nothing but the copy of Stripe's balance transactions and the stored sums of usage. Throws when Stripe does not respond.
 */
export async function reconcile(options: ReconcileOptions = {}): Promise<ReconciliationResult> {
  const { clock = systemClock, onProgress, statementMsMax = 0 } = options;
  const now = clock();
  onProgress?.("Stripe's balance transactions");
  const { through, ...balance } = await readBalance(now);
  onProgress?.("usage");
  const usage = await compareUsage(statementMsMax);
  onProgress?.("purchases");
  const compared = await unhurried(statementMsMax, async (client, queryMsMax) => [
    await compareTransfers({ client, queryMsMax }),
    await compareBalance({ client, queryMsMax }, { now, through }),
  ]);
  return { checks: [usage, ...compared], through: through.toISOString(), ...balance };
}

async function compareUsage(statementMsMax: number): Promise<ReconciliationCheck> {
  const { rows, ...drift } = await findUsageDrift({ statementMsMax, rowsMax });
  return {
    name: "usage",
    ...drift,
    rows: rows.map(({ workspaceId, ledgerNanos, recordedNanos }) => ({
      kind: "usage",
      id: workspaceId,
      purchaseId: null,
      workspaceId,
      ledgerNanos,
      otherNanos: recordedNanos,
      driftNanos: ledgerNanos > recordedNanos ? ledgerNanos - recordedNanos : recordedNanos - ledgerNanos,
    })),
  };
}

import "server-only";
import type { Command } from "commander";
import { reconcile } from "@/lib/billing/reconciliations/reconcile";
import { checkSentence, rowSentence } from "@/lib/billing/rules/reconciliation-text";
import { driftOf, type ReconciliationResult } from "@/lib/billing/rules/reconciliation-result";
import { formatDollars } from "@/lib/kernel/money";

/** `reconcile`. */
export function reconcileCommand(program: Command): void {
  program
    .command("reconcile")
    .description(
      "compare the ledger with recorded usage, purchases and Stripe's balance transactions; exit code 1 if anything differs",
    )
    .action(async () => {
      const result = await reconcileToEnd();
      printReconciliation(result);
      if (driftOf(result.checks) > 0n) process.exitCode = 1;
    });
}

/** One run reads a bounded part of Stripe's list. */
async function reconcileToEnd(): Promise<ReconciliationResult> {
  for (;;) {
    // On standard error, so that scripts can read the report from standard output.
    const result = await reconcile({ onProgress: (step) => console.error(`comparing ${step}`) });
    if (result.isComplete) return result;
    console.error(`read Stripe's balance transactions up to ${result.through}`);
  }
}

/** One line per check, and one for each row that differs. */
function printReconciliation({ checks, read, foreign }: ReconciliationResult): void {
  for (const check of checks) {
    console.log(`${check.driftNanos === 0n && check.count === 0 ? "ok  " : "FAIL"} ${checkSentence(check)}`);
    for (const row of check.rows) console.log(`     ${rowSentence(row)}`);
    const rest = check.count - check.rows.length;
    if (rest > 0) console.log(`     and ${rest} more`);
  }
  console.log(`Balance transactions of Stripe read: ${read}, of something else in the account: ${foreign}.`);
  console.log(`Drift: ${formatDollars(driftOf(checks), { exact: true })}`);
}

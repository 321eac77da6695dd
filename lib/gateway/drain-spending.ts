import "server-only";
import { drainHolds } from "@/lib/ledger/holds/take-hold";
import { drainContent } from "@/lib/privacy/keep-content";
import { drainSettlements } from "./internal/pending-settlements";

/**
 * Resolves when every hold and settlement of this process is committed and content is stored. Call it at shutdown,
 * after the last completion has ended. It waits for a database that is down.
 */
export async function drainSpending(): Promise<void> {
  await drainHolds();
  await drainSettlements();
  await drainContent();
}

import "server-only";
import { settlePending } from "./internal/pending-settlements";
import type { SettledGeneration } from "./internal/settle-together";

export type { SettledGeneration } from "./internal/settle-together";

/**
 * Closes a request: closes its hold once, debits its cost (even beyond the hold, or after the hold has expired), counts
 * it in its meters, and records it. Resolves when the debit is committed, so that the last chunk may be sent. Settling
 * the same hold again changes nothing. While the database is down, it keeps trying indefinitely. A generation that
 * cannot be recorded is recorded with less; the debit is made in any case. Rejects for an amount that the ledger cannot
 * hold.
 */
export function settleGeneration(generation: SettledGeneration): Promise<void> {
  return settlePending(generation);
}

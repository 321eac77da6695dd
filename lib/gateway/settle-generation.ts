import "server-only";
import { settlePending } from "./internal/pending-settlements";
import type { SettledGeneration } from "./internal/settle-together";

export type { SettledGeneration } from "./internal/settle-together";

/**
 * Ends a request for good: closes its hold once, debits its cost (also when it passes the hold, or the hold had
 * expired), counts it in its meters, and records it. Resolves when the debit is committed, so the last chunk may be
 * sent; settling the same hold again changes nothing. While the database is away it goes on trying, without end. What
 * cannot be recorded is recorded with less; the debit stands in any case. Rejects for an amount that no ledger holds.
 */
export function settleGeneration(generation: SettledGeneration): Promise<void> {
  return settlePending(generation);
}

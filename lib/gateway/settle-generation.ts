import "server-only";
import { endings, type SettledGeneration } from "./internal/settle-queue";

export type { SettledGeneration } from "./internal/settle-queue";

/**
 * Ends a request for good: closes its hold once, debits its cost (also when it passes the hold, or the hold had
 * expired), counts it for its key, and records it. Resolves when all of that is committed, so the last chunk may be
 * sent; settling the same hold again changes nothing. Rejects when the database cannot be reached for about seven
 * seconds; the hold then expires.
 */
export function settleGeneration(generation: SettledGeneration): Promise<void> {
  return endings.add({ holdId: generation.holdId, generation });
}

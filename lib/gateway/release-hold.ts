import "server-only";
import { endings } from "./internal/settle-queue";

/** Gives a hold back when nothing was sent upstream: no debit, no row. Resolves when that is committed. */
export function releaseHold(holdId: string): Promise<void> {
  return endings.add({ holdId, generation: null });
}

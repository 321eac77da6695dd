import "server-only";
import { releasePending } from "./internal/pending-settlements";

/**
 * Gives a hold back when nothing was sent upstream: no debit, no row. Resolves when that is committed, which is tried
 * for as long as the database is away.
 */
export function releaseHold(workspaceId: string, holdId: string): Promise<void> {
  return releasePending(workspaceId, holdId);
}

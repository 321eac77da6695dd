import "server-only";
import { releasePending } from "./internal/pending-settlements";

/**
 * Releases a hold when nothing was sent upstream: no debit, no row. Resolves once that is committed, and keeps trying
 * while the database is down.
 */
export function releaseHold(workspaceId: string, holdId: string): Promise<void> {
  return releasePending(workspaceId, holdId);
}

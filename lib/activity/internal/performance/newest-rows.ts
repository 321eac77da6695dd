import "server-only";
import { generationConditions } from "../generation-filter";

/** More rows than this take longer to read than a figure or a chart is worth. */
export const measuredRowsMax = 200_000;

/**
 * The newest matching rows, at most as many as the parameter `limit` says, with the columns that figures of performance
 * need. Failures and times of one query are counted from the same rows.
 */
export function newestRows(limit: string): string {
  return `(SELECT g.created_at, g.provider, g.status, g.cancelled, g.latency_ms, g.first_token_ms, g.completion_tokens
             FROM generations g WHERE ${generationConditions} ORDER BY g.id DESC LIMIT ${limit}) g`;
}

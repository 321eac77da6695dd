import "server-only";
import { env } from "@/lib/config/env";
import { sqlPool } from "@/lib/db/client";
import { freeWindow } from "./rules/free-window";

/** Requests to free models that a workspace has used and has left today (UTC). */
export async function getFreeUsage(
  workspaceId: string,
): Promise<{ used: number; limit: number; remaining: number }> {
  const limit = env().freeRequestsPerDay;
  const { rows } = await sqlPool().query<{ requests: number }>(
    `select requests from free_request_counts
      where workspace_id = $1 and period = 'day' and window_start = $2`,
    [workspaceId, freeWindow("day", new Date()).start],
  );
  const used = rows[0]?.requests ?? 0;
  return { used, limit, remaining: Math.max(0, limit - used) };
}

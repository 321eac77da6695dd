import "server-only";
import { sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { lowestIdAt } from "@/lib/kernel/lowest-id";

/**
 * Counts requests of all workspaces in the last `days` times 24 hours whose provider reported more usage than was
 * possible, so that their bill was capped. Requests without a stored row are not included.
 */
export async function countCappedUsage(days: number, now = new Date()): Promise<number> {
  const { rows } = await sqlPool().query<{ count: number }>(
    "select count(*)::int as count from generations where id >= $1::uuid and usage_capped",
    [lowestIdAt(new Date(now.getTime() - days * msPerDay))],
  );
  return rows[0]?.count ?? 0;
}

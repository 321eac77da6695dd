import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { limitMonth } from "@/lib/billing/rules/auto-top-up/month";

/**
 * The cents that a month's attempts charged or may have charged. An attempt without a known outcome counts, and one that
 * began in the month before and ended in this one counts in both: its charge may be in either.
 */
export async function monthChargesCents(workspaceId: string, now: Date, tx: Tx = db()): Promise<number> {
  const { start } = limitMonth(now);
  const rows = await tx.$queryRaw<readonly { cents: number }[]>`
    SELECT coalesce(sum(t.total_cents), 0)::float8 AS cents
      FROM auto_top_up_attempts t JOIN purchases p ON p.id = t.purchase_id AND p.workspace_id = t.workspace_id
     WHERE t.workspace_id = ${workspaceId}::uuid
       AND (t.ended_at IS NULL OR t.outcome = 'succeeded' OR p.state = 'credited')
       AND (t.ended_at IS NULL OR greatest(t.ended_at, p.credited_at) >= ${start})`;
  return rows[0]?.cents ?? 0;
}

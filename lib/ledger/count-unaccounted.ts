import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";

/**
 * Counts all unaccounted completions that have not been billed since: those whose process died while they ran, and
 * unusable responses. Returns how many there are and what they cost at most.
 */
export async function countUnaccounted(): Promise<{ readonly count: number; readonly worstNanos: Nanos }> {
  const { rows } = await sqlPool().query<{ count: number; worst_nanos: Nanos }>(
    `select count(*)::int as count, coalesce(sum(amount_nanos), 0)::bigint as worst_nanos
     from unaccounted_completions where billed_at is null`,
  );
  return { count: rows[0]?.count ?? 0, worstNanos: rows[0]?.worst_nanos ?? 0n };
}

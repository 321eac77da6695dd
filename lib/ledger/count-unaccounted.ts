import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";

/**
 * All completions whose process died with them and that were not billed since, and all answers of no use: how many, and
 * what they cost at most.
 */
export async function countUnaccounted(): Promise<{ readonly count: number; readonly worstNanos: Nanos }> {
  const { rows } = await sqlPool().query<{ count: number; worst_nanos: Nanos }>(
    `select count(*)::int as count, coalesce(sum(amount_nanos), 0)::bigint as worst_nanos
     from unaccounted_completions where billed_at is null`,
  );
  return { count: rows[0]?.count ?? 0, worstNanos: rows[0]?.worst_nanos ?? 0n };
}

import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";

export type UnaccountedDay = {
  /** UTC, "YYYY-MM-DD". */
  readonly day: string;
  readonly count: number;
  /** The most that they cost. */
  readonly worstNanos: Nanos;
};

/**
 * Unaccounted completions that have not been billed since, by the day on which they were noticed, newest first. They
 * are completions whose process died while they ran, and unusable responses. Days without any are omitted. `days`
 * counts back from now, today included.
 */
export async function unaccountedByDay(days: number): Promise<UnaccountedDay[]> {
  const { rows } = await sqlPool().query<{ day: string; count: number; worst_nanos: Nanos }>(
    `select (created_at at time zone 'UTC')::date as day, count(*)::int as count, sum(amount_nanos)::bigint as worst_nanos
     from unaccounted_completions
     where billed_at is null and created_at >= date_trunc('day', now(), 'UTC') - make_interval(days => $1::int - 1)
     group by 1 order by 1 desc`,
    [days],
  );
  return rows.map(({ worst_nanos: worstNanos, ...row }) => ({ ...row, worstNanos }));
}

import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { refreshUsage } from "./fold-usage";
import { readScope } from "./internal/read-scope";
import { dayIn, dayStartIn } from "./rules/reporting-calendar";
import { moveDay } from "./rules/zone-days";

export type MonthSpend = {
  readonly thisMonthNanos: Nanos;
  readonly lastMonthNanos: Nanos;
  /** Last month up to the same day, for comparison: "2026-11-21" compares with "2026-10-21". */
  readonly lastMonthSoFarNanos: Nanos;
  /** The zone in which the months are counted. */
  readonly zone: string;
};

/**
 * Spend of this month and last, in months of the workspace's calendar. Of the whole workspace, also for a member: it
 * belongs to the balance and the transactions, which every member sees.
 */
export async function getMonthSpend(actor: Actor, clock = systemClock): Promise<MonthSpend> {
  await refreshUsage();
  const now = clock();
  const scope = await readScope(actor, now);
  const today = dayIn(scope.calendar, now);
  const monthStart = `${today.slice(0, 7)}-01`;
  const lastStart = moveDay(monthStart, { months: -1 });
  const start = (day: string) => dayStartIn(scope.calendar, day);
  const { rows } = await sqlPool().query<Omit<MonthSpend, "zone">>(
    `SELECT coalesce(sum(d.cost_nanos) FILTER (WHERE d.span_start >= $3::timestamptz), 0)::bigint AS "thisMonthNanos",
            coalesce(sum(d.cost_nanos) FILTER (WHERE d.span_start < $3::timestamptz), 0)::bigint AS "lastMonthNanos",
            coalesce(sum(d.cost_nanos) FILTER (WHERE d.span_start < $3::timestamptz AND d.span_start < $4::timestamptz), 0)::bigint AS "lastMonthSoFarNanos"
       FROM usage_days d
      WHERE d.workspace_id = $1 AND d.span_start >= $2::timestamptz`,
    [
      actor.workspaceId,
      start(lastStart),
      start(monthStart),
      start(moveDay(moveDay(today, { months: -1 }), { days: 1 })),
    ],
  );
  const sums = rows[0] ?? { thisMonthNanos: 0n, lastMonthNanos: 0n, lastMonthSoFarNanos: 0n };
  return { ...sums, zone: scope.reportingZone };
}

import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { raiseAlert } from "../raise-alert";
import { stepReached } from "../rules/crossings";
import { batchMax, evaluateEach } from "./evaluate-each";

type Reached = {
  readonly workspaceId: string;
  readonly amountNanos: Nanos;
  readonly steps: readonly number[];
  readonly month: string;
  readonly spentNanos: Nanos;
  readonly lastStep: number;
};

/**
 * Workspaces with a monthly amount that have reached a step which has not fired. Months begin at midnight in the
 * workspace's reporting zone; roll-ups are cut there. Summed are only workspaces with an amount (a partial index finds
 * them) that used a key, or changed the alert, within the last hour: the others cannot have reached anything since.
 */
const reached = `
  with active as materialized (
    select s.* from alert_settings s
     where s.monthly_nanos is not null
       and (s.monthly_set_at > now() - interval '1 hour'
            or exists (select 1 from meters k
                        where k.workspace_id = s.workspace_id and k.kind = 'key'
                          and k.last_used_at > now() - interval '1 hour')))
  select s.workspace_id as "workspaceId", s.monthly_nanos as "amountNanos", s.monthly_steps as steps,
         to_char(m.start, 'YYYY-MM') as month, u.spent as "spentNanos", f.step as "lastStep"
    from active s
    join workspaces w on w.id = s.workspace_id and w.deleted_at is null
   cross join lateral (select date_trunc('month', $1::timestamptz at time zone w.time_zone) as start) m
   cross join lateral (
     select coalesce(sum(d.cost_nanos), 0)::bigint as spent from usage_days d
      where d.workspace_id = s.workspace_id and d.span_start >= m.start at time zone w.time_zone
        and d.span_start <= $1::timestamptz) u
   cross join lateral (
     select coalesce(max(a.step), 0)::int as step from alerts a
      where a.workspace_id = s.workspace_id and a.kind = 'monthly_spend' and a.subject_id = s.workspace_id
        and a.period = to_char(m.start, 'YYYY-MM') || ':' || s.monthly_nanos) f
   where exists (select 1 from unnest(s.monthly_steps) as chosen(step)
                where chosen.step > f.step and u.spent::numeric * 100 >= s.monthly_nanos::numeric * chosen.step)
   limit $2`;

/** Fires the monthly spend alerts that are due, in the months of each workspace's zone. Returns how many fired. */
export async function watchMonthlySpend(now: Date): Promise<number> {
  const { rows } = await sqlPool().query<Reached>(reached, [now, batchMax]);
  return evaluateEach(rows, async (tx, row) => {
    const { workspaceId, amountNanos, spentNanos, month, lastStep } = row;
    const progress = { usedNanos: spentNanos, limitNanos: amountNanos, lastStep };
    const percent = stepReached(row.steps, progress);
    if (percent === null) return false;
    const fact = { kind: "monthly_spend", percent, amountNanos, spentNanos, month } as const;
    const period = `${month}:${amountNanos}`;
    return raiseAlert(tx, { workspaceId, subjectId: workspaceId, period, step: percent, fact }, now);
  });
}

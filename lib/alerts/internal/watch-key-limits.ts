import "server-only";
import { sqlPool, type Tx } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import type { LimitReset } from "@/lib/ledger/rules/spend-limit";
import { raiseAlert } from "../raise-alert";
import { keyLimitChange } from "../rules/crossings";
import { batchMax, evaluateEach } from "./evaluate-each";

/** The window in which a key's use counts: its first day, or all. */
const period = `case m.limit_reset
    when 'daily' then m.day_start::text when 'weekly' then m.week_start::text
    when 'monthly' then m.month_start::text else 'all' end`;

/**
 * Keys that have reached a step of their limit which has not fired in its window. `meter_used` says what counts, and the
 * window that it counts is the stored one. A key that was not used for a week reached its step before: it is not alerted
 * about anew after an upgrade or a long downtime.
 */
const reached = `
  select k.id, m.workspace_id as "workspaceId"
    from meters m
   cross join lateral (select meter_used(m) as used) u
    join api_keys k on k.id = m.subject_id and k.workspace_id = m.workspace_id and k.deleted_at is null
   cross join lateral (
     select coalesce(max(s.step), 0)::int as step from key_limit_alerts s
      where s.key_id = m.subject_id and s.workspace_id = m.workspace_id and s.period = ${period}) f
   where m.kind = 'key' and m.limit_nanos > 0 and m.last_used_at > $1::timestamptz - interval '7 days'
     and u.used >= m.limit_nanos - m.limit_nanos / 5
     and f.step < case when u.used >= m.limit_nanos then 100 else 80 end
   limit $2`;

/** Keys whose use has clearly fallen below the step that has fired, usually because their limit was raised. */
const fallen = `
  select s.key_id as id, s.workspace_id as "workspaceId"
    from key_limit_alerts s
    join meters m on m.kind = 'key' and m.subject_id = s.key_id and m.workspace_id = s.workspace_id
   where s.step > 0 and s.period = ${period}
     and (m.limit_nanos is null or meter_used(m)::numeric * 100 < m.limit_nanos::numeric * (s.step - 10))
   limit $1`;

type Crossing = { readonly id: string; readonly workspaceId: string };

/** Fires the alerts of keys at 80% and 100% of their limit, and arms them again. Returns how many fired. */
export async function watchKeyLimits(now: Date): Promise<number> {
  const down = await sqlPool().query<Crossing>(fallen, [batchMax]);
  await evaluateEach(down.rows, (tx, row) => evaluate(tx, row, now));
  const up = await sqlPool().query<Crossing>(reached, [now, batchMax]);
  return evaluateEach(up.rows, (tx, row) => evaluate(tx, row, now));
}

type State = {
  readonly creatorUserId: string | null;
  readonly limitNanos: Nanos | null;
  readonly reset: LimitReset | null;
  readonly usedNanos: Nanos;
  readonly period: string;
  readonly lastStep: number;
};

async function evaluate(tx: Tx, { id, workspaceId }: Crossing, now: Date): Promise<boolean> {
  await tx.keyLimitAlert.createMany({ data: { keyId: id, workspaceId }, skipDuplicates: true });
  // The lock makes concurrent runs see each other's decision.
  await tx.$queryRaw`
    select 1 as locked from key_limit_alerts
     where key_id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const [state] = await readState(tx, { id, workspaceId });
  if (!state) return false;
  const { creatorUserId, limitNanos, reset, usedNanos } = state;
  const { step, fires } = keyLimitChange(state);
  await tx.keyLimitAlert.updateMany({
    where: { keyId: id, workspaceId },
    data: { period: state.period, step },
  });
  if (!fires || limitNanos === null) return false;
  const percent = step === 100 ? 100 : 80;
  const fact = { kind: "key_limit", percent, limitNanos, usedNanos, reset } as const;
  const alert = { workspaceId, subjectId: id, period: now.toISOString(), userId: creatorUserId };
  return raiseAlert(tx, { ...alert, step, fact }, now);
}

function readState(tx: Tx, { id, workspaceId }: Crossing): Promise<readonly State[]> {
  return tx.$queryRaw<readonly State[]>`
    select k.creator_user_id as "creatorUserId", nullif(m.limit_nanos, 0) as "limitNanos", m.limit_reset::text as reset,
           meter_used(m) as "usedNanos", w.period, case when s.period = w.period then s.step else 0 end::int as "lastStep"
      from key_limit_alerts s
      join meters m on m.kind = 'key' and m.subject_id = s.key_id and m.workspace_id = s.workspace_id
      join api_keys k on k.id = s.key_id and k.workspace_id = s.workspace_id and k.deleted_at is null
     cross join lateral (
       select case m.limit_reset
                when 'daily' then m.day_start::text when 'weekly' then m.week_start::text
                when 'monthly' then m.month_start::text else 'all' end as period) w
     where s.key_id = ${id}::uuid and s.workspace_id = ${workspaceId}::uuid`;
}

import "server-only";
import { sqlPool, type Tx } from "@/lib/db/client";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { msPerHour } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { raiseAlert } from "../raise-alert";
import { recentHourStart } from "../rules/recent-hour";
import { type Comparison, comparisonOf, unusualFrom, unusualSpend } from "../rules/unusual-spend";
import { firedSince } from "./fired-since";
import { batchMax, evaluateEach } from "./evaluate-each";
import { usualOf } from "./usual-spend";

/**
 * Keys, and workspaces, that spent at least the floor in the last hour, the largest first. Sums by key add up to the
 * workspace's. What alerted within a day is left out, a key also from the sum of its workspace: its spend is known.
 */
const spending = `
  with keys as materialized (
    select workspace_id, key, spent
      from (select workspace_id, value::uuid as key, sum(cost_nanos)::bigint as spent
              from usage_quarter_hours
             where dimension = 'key' and quarter_hour >= $1 and quarter_hour <= $2 and cost_nanos > 0
             group by workspace_id, value) q
     where not exists (
       select 1 from alerts a
        where a.workspace_id = q.workspace_id and a.kind = 'unusual_spend' and a.subject_id = q.key
          and a.fired_at > $3))
  select s.workspace_id as "workspaceId", k.id as "subjectId", k.creator_user_id as "userId", s.spent as "spentNanos",
         'key' as subject
    from keys s join api_keys k on k.id = s.key and k.workspace_id = s.workspace_id
   where s.spent >= $4
   union all
  select s.workspace_id, s.workspace_id, null, s.spent, 'workspace'
    from (select workspace_id, sum(spent)::bigint as spent from keys group by workspace_id having sum(spent) >= $4) s
    join workspaces w on w.id = s.workspace_id and w.deleted_at is null
   where not exists (
     select 1 from alerts a
      where a.workspace_id = s.workspace_id and a.kind = 'unusual_spend' and a.subject_id = s.workspace_id
        and a.fired_at > $3)
   order by "spentNanos" desc`;

type Spending = {
  readonly workspaceId: string;
  readonly subjectId: string;
  readonly userId: string | null;
  readonly spentNanos: Nanos;
  readonly subject: "key" | "workspace";
};

type Unusual = Spending & Comparison;

/** Fires for keys that spent far more in the last hour than usual, then for workspaces. Returns how many fired. */
export async function watchUnusualSpend(now: Date): Promise<number> {
  const moment = {
    now,
    start: recentHourStart(now),
    quietSince: new Date(now.getTime() - unusualSpend.quietHours * msPerHour),
  };
  const fire = (unusual: readonly Unusual[], subject: "key" | "workspace") => {
    const rows = unusual.filter((row) => row.subject === subject);
    return evaluateEach(rows.slice(0, batchMax), (tx, row) => evaluate(tx, row, moment));
  };
  const unusual = await listUnusual(moment);
  const hasKeys = unusual.some(({ subject }) => subject === "key");
  const keys = await fire(unusual, "key");
  // Read again only if it can differ: a workspace is judged without the keys that have just fired, here or elsewhere.
  return keys + (await fire(hasKeys ? await listUnusual(moment) : unusual, "workspace"));
}

type Moment = { readonly start: Date; readonly now: Date; readonly quietSince: Date };

async function listUnusual({ start, now, quietSince }: Moment): Promise<readonly Unusual[]> {
  const values = [start, now, quietSince, unusualSpend.floorNanos];
  const { rows } = await sqlPool().query<Spending>(spending, values);
  const usual = await usualOf([...new Set(rows.map(({ workspaceId }) => workspaceId))], { start, now });
  return rows.flatMap((row) => {
    const known = usual.get(row.workspaceId);
    if (!known) return [];
    const ofKey = row.subject === "key" ? (known.keys.get(row.subjectId) ?? null) : null;
    const comparison = comparisonOf(ofKey, known.whole);
    return row.spentNanos >= unusualFrom(comparison.usualNanos) ? [{ ...row, ...comparison }] : [];
  });
}

async function evaluate(tx: Tx, row: Unusual, { start, now, quietSince }: Moment): Promise<boolean> {
  const { workspaceId, subjectId, userId, ...amounts } = row;
  // Concurrent runs decide one after the other, and see each other's alert.
  await takeNamedLock(tx, `unusual spend ${subjectId}`);
  if (await firedSince(tx, { workspaceId, kind: "unusual_spend", subjectId }, quietSince)) return false;
  const fact = { kind: "unusual_spend", ...amounts, hourStart: start.toISOString() } as const;
  return raiseAlert(tx, { workspaceId, subjectId, userId, period: now.toISOString(), fact }, now);
}

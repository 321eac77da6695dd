import "server-only";
import { sqlPool, type Tx } from "@/lib/db/client";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { msPerDay } from "@/lib/kernel/clock";
import { raiseAlert } from "../raise-alert";
import type { RejectedState } from "../rules/alert-fact";
import { recentHourStart } from "../rules/recent-hour";
import { rejectedKey } from "../rules/rejected-key";
import { firedSince } from "./fired-since";
import { batchMax, evaluateEach } from "./evaluate-each";

/**
 * Keys with many rejected requests in the last hour. Of one that works, only those with an old secret count: it may have
 * been enabled since the others. Of one that does not, those from before, with an old secret, do not.
 */
const rejected = `
  select k.id, k.workspace_id as "workspaceId", k.creator_user_id as "userId", n.requests, c.state
    from (select key_id, sum(requests)::bigint as requests, sum(old_secret_requests)::bigint as old_secret_requests
            from key_rejections where quarter_hour >= $1 and quarter_hour <= $2
           group by key_id having sum(requests) >= ${rejectedKey.requestsMin}) r
    join api_keys k on k.id = r.key_id
    join workspaces w on w.id = k.workspace_id and w.deleted_at is null
    left join members m on m.workspace_id = k.workspace_id and m.user_id = k.creator_user_id and m.removed_at is null
   cross join lateral (
     select case when k.deleted_at is not null then 'deleted' when k.disabled_at is not null then 'disabled'
                 when k.expires_at <= $2 then 'expired'
                 when k.creator_user_id is not null and m.user_id is null then 'abandoned'
                 else 'rotated' end as state) c
   cross join lateral (
     select case when c.state = 'rotated' then r.old_secret_requests
                 else r.requests - r.old_secret_requests end as requests) n
   where n.requests >= ${rejectedKey.requestsMin}
     and not exists (
       select 1 from alerts a
        where a.workspace_id = k.workspace_id and a.kind = 'key_rejected' and a.subject_id = k.id and a.fired_at > $3)
   order by n.requests desc limit $4`;

type Rejected = {
  readonly id: string;
  readonly workspaceId: string;
  readonly userId: string | null;
  readonly requests: bigint;
  readonly state: RejectedState;
};

/** Fires for keys that no longer work and are still used, and for old secrets that are. Returns how many fired. */
export async function watchRejectedKeys(now: Date): Promise<number> {
  const quietSince = new Date(now.getTime() - rejectedKey.quietDays * msPerDay);
  const values = [recentHourStart(now), now, quietSince, batchMax];
  const { rows } = await sqlPool().query<Rejected>(rejected, values);
  return evaluateEach(rows, (tx, row) => evaluate(tx, row, { now, quietSince }));
}

async function evaluate(
  tx: Tx,
  { id, workspaceId, userId, requests, state }: Rejected,
  { now, quietSince }: { readonly now: Date; readonly quietSince: Date },
): Promise<boolean> {
  // Concurrent runs decide one after the other, and see each other's alert.
  await takeNamedLock(tx, `rejected key ${id}`);
  if (await firedSince(tx, { workspaceId, kind: "key_rejected", subjectId: id }, quietSince)) return false;
  const fact = { kind: "key_rejected", requests: Number(requests), state } as const;
  return raiseAlert(tx, { workspaceId, subjectId: id, userId, period: now.toISOString(), fact }, now);
}

import "server-only";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import { sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { Nanos } from "@/lib/kernel/money";

/**
 * A transfer is not committed, nor a request folded, days after it began. Should it happen all the same, the workspace
 * differs, is summed completely, and its checkpoint is corrected.
 */
const settledMs = 2 * msPerDay;

/** The sums of a workspace up to the checkpoint. */
export type Checkpointed = {
  readonly workspaceId: string;
  readonly ledgerBefore: Nanos;
  readonly recordedBefore: Nanos;
};

/** The first day that the checkpoints do not include: everything of it is in the future of no transfer's id. */
export function nextCheckpoint(now: Date): Date {
  return new Date(Math.floor((now.getTime() - settledMs) / msPerDay) * msPerDay);
}

/**
 * Stores the complete sums of some workspaces, then moves all checkpoints from `through` to `next`. No effect when another
 * process has moved them. `through` null: there are none yet.
 */
export async function saveCheckpoints(
  summed: readonly Checkpointed[],
  { through, next, statementMsMax }: { through: Date | null; next: Date; statementMsMax: number },
): Promise<void> {
  await sqlTransaction(async (client) => {
    await takeNamedSqlLock(client, "usage checkpoints");
    await client.query("select set_config('statement_timeout', $1, true)", [`${statementMsMax}`]);
    const { rows } = await client.query<{ through: Date | null }>(
      "select max(through) as through from usage_checkpoints",
    );
    if ((rows[0]?.through?.getTime() ?? null) !== (through?.getTime() ?? null)) return;
    if (through) {
      await client.query(
        `insert into usage_checkpoints (workspace_id, through, ledger_nanos, recorded_nanos)
         select id, $1, ledger, recorded from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as s (id, ledger, recorded)
         on conflict (workspace_id) do update
           set ledger_nanos = excluded.ledger_nanos, recorded_nanos = excluded.recorded_nanos`,
        [
          through,
          summed.map(({ workspaceId }) => workspaceId),
          summed.map(({ ledgerBefore }) => ledgerBefore),
          summed.map(({ recordedBefore }) => recordedBefore),
        ],
      );
      if (next <= through) return;
    }
    await client.query({
      text: `insert into usage_checkpoints (workspace_id, through, ledger_nanos, recorded_nanos)
        select w.id, $2, coalesce(c.ledger_nanos, 0) + coalesce(t.nanos, 0),
               coalesce(c.recorded_nanos, 0) + coalesce(u.nanos, 0)
          from workspaces w
          left join usage_checkpoints c on c.workspace_id = w.id
          left join (select workspace_id, sum(amount_nanos) as nanos from transfers
                      where code = 'usage' and id >= $3 and id < $4 group by 1) t on t.workspace_id = w.id
          left join lateral (select sum(d.cost_nanos) as nanos from usage_days d
                              where d.workspace_id = w.id and d.span_start >= $1 and d.span_start < $2) u on true
         where w.deleted_at is null
        on conflict (workspace_id) do update
          set through = excluded.through, ledger_nanos = excluded.ledger_nanos, recorded_nanos = excluded.recorded_nanos`,
      values: [through ?? new Date(0), next, lowestIdAt(through ?? new Date(0)), lowestIdAt(next)],
      query_timeout: statementMsMax === 0 ? undefined : statementMsMax + 1_000,
    } as { text: string; values: unknown[] });
    // Those of deleted workspaces, which were not moved.
    await client.query("delete from usage_checkpoints where through < $1", [next]);
  });
}

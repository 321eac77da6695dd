import "server-only";
import type { PoolClient } from "pg";
import { errorFacts, log } from "@/lib/config/log";
import { unhurried } from "@/lib/db/client";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { Nanos } from "@/lib/kernel/money";
import { type Checkpointed, nextCheckpoint, saveCheckpoints } from "./internal/usage-checkpoint";
import { allParts, markParts, parts, readDueParts } from "./internal/usage-parts";

export type UsageDrift = {
  /** All differences added up, each without its sign. */
  readonly driftNanos: Nanos;
  readonly count: number;
  /** The workspaces with the largest differences. */
  readonly rows: readonly {
    readonly workspaceId: string;
    /** Debited for usage. */
    readonly ledgerNanos: Nanos;
    /** The cost of recorded usage. */
    readonly recordedNanos: Nanos;
  }[];
};

export type UsageDriftOptions = {
  /** A statement that takes longer throws. 0: no limit, and every workspace is summed completely. */
  readonly statementMsMax: number;
  /** Most rows that are named. */
  readonly rowsMax: number;
  /** By the clock that makes the ids of transfers. */
  readonly now?: Date;
};

/**
 * Compares what each workspace was debited for usage with the cost of its recorded usage, both in one snapshot. Workspaces
 * that were deleted have no recorded usage and are left out.
 *
 * Sums up to a day about two days ago are stored, and only what is newer is added to them. The result stays exact: a
 * workspace whose sums differ is summed from its first transfer before it is named, and its stored sums are replaced, so
 * that what was written late is no drift, and a drift stays until it is resolved. A change of old rows, which stored sums
 * do not show, is found within a day, when its workspace is summed completely: each run sums the parts of all workspaces
 * that are due, so that a run that did not take place is made up for by the next ones.
 */
export async function findUsageDrift(options: UsageDriftOptions): Promise<UsageDrift> {
  const { statementMsMax, rowsMax, now = new Date() } = options;
  const [first = null, ...others] = statementMsMax === 0 ? [] : await readDueParts(now);
  const isComplete = statementMsMax === 0;
  const { through, found } = await unhurried(statementMsMax, async (client, queryMsMax) => {
    const at = await readThrough(client);
    const suspects = await findSuspects(client, queryMsMax, at);
    const which = { suspects, part: isComplete ? "all" : first, through: at } as const;
    return { through: at, found: await sumCompletely(client, queryMsMax, which) };
  });
  const more = await sumOthers(others, through, statementMsMax);
  const summed = [...new Map([...found, ...more.found].map((row) => [row.workspaceId, row])).values()];
  await saveCheckpoints(summed, { through, next: nextCheckpoint(now), statementMsMax });
  if (isComplete) await markParts(allParts, now);
  else if (first !== null) await markParts([first, ...more.parts], now);
  const drifts = summed
    .filter(({ ledgerNanos, recordedNanos }) => ledgerNanos !== recordedNanos)
    .toSorted((one, other) => (driftOf(one) < driftOf(other) ? 1 : -1));
  return {
    driftNanos: drifts.reduce((sum, row) => sum + driftOf(row), 0n),
    count: drifts.length,
    rows: drifts.slice(0, rowsMax),
  };
}

/** The parts that are to be made up for, each in a snapshot of its own. One that takes too long waits for the next run. */
async function sumOthers(
  due: readonly number[],
  through: Date | null,
  statementMsMax: number,
): Promise<{ readonly found: readonly Summed[]; readonly parts: readonly number[] }> {
  const found: Summed[] = [];
  const done: number[] = [];
  for (const part of due) {
    try {
      const rows = await unhurried(statementMsMax, (client, queryMsMax) =>
        sumCompletely(client, queryMsMax, { suspects: [], part, through }),
      );
      found.push(...rows);
      done.push(part);
    } catch (error) {
      log().warn({ event: "usage_part_not_summed", ...errorFacts(error) });
      break;
    }
  }
  return { found, parts: done };
}

type Summed = UsageDrift["rows"][number] & Checkpointed;

function driftOf({ ledgerNanos, recordedNanos }: UsageDrift["rows"][number]): Nanos {
  return ledgerNanos > recordedNanos ? ledgerNanos - recordedNanos : recordedNanos - ledgerNanos;
}

async function readThrough(client: PoolClient): Promise<Date | null> {
  const text = "select max(through) as through from usage_checkpoints";
  return (await client.query<{ through: Date | null }>(text)).rows[0]?.through ?? null;
}

/** Workspaces whose stored sums, with everything newer, differ. Before there are any, everything is newer. */
async function findSuspects(client: PoolClient, queryMsMax: number, through: Date | null): Promise<string[]> {
  const since = through ?? new Date(0);
  const query = {
    text: `select w.id
      from workspaces w
      left join usage_checkpoints c on c.workspace_id = w.id
      left join (select workspace_id, sum(amount_nanos) as nanos from transfers
                  where code = 'usage' and id >= $2 group by 1) t on t.workspace_id = w.id
      left join (select workspace_id, sum(cost_nanos) as nanos from usage_deltas group by 1) e on e.workspace_id = w.id
      left join lateral (select sum(d.cost_nanos) as nanos from usage_days d
                          where d.workspace_id = w.id and d.span_start >= $1) u on true
     where w.deleted_at is null
       and coalesce(c.ledger_nanos, 0) + coalesce(t.nanos, 0)
           <> coalesce(c.recorded_nanos, 0) + coalesce(u.nanos, 0) + coalesce(e.nanos, 0)`,
    values: [since, lowestIdAt(since)],
    query_timeout: queryMsMax,
  };
  return (await client.query<{ id: string }>(query)).rows.map(({ id }) => id);
}

/** The complete sums of the suspects and of one part of all workspaces, and what of these is before the checkpoint. */
async function sumCompletely(
  client: PoolClient,
  queryMsMax: number,
  which: {
    readonly suspects: readonly string[];
    readonly part: number | "all" | null;
    readonly through: Date | null;
  },
): Promise<readonly Summed[]> {
  const through = which.through ?? new Date(0);
  const query = {
    text: `with chosen as (
        select id from workspaces
         where deleted_at is null
           and (id = any ($1::uuid[]) or $5
                or ('x' || right(id::text, 4))::bit(16)::int % ${parts} = $2)
      ), deltas as (select workspace_id, sum(cost_nanos) as nanos from usage_deltas group by 1)
      select w.id as "workspaceId", t.nanos::bigint as "ledgerNanos", t.before::bigint as "ledgerBefore",
             (u.nanos + coalesce(e.nanos, 0))::bigint as "recordedNanos", u.before::bigint as "recordedBefore"
        from chosen w
        left join deltas e on e.workspace_id = w.id
        cross join lateral (select coalesce(sum(amount_nanos), 0) as nanos,
                                   coalesce(sum(amount_nanos) filter (where id < $4), 0) as before
                              from transfers where workspace_id = w.id and code = 'usage') t
        cross join lateral (select coalesce(sum(cost_nanos), 0) as nanos,
                                   coalesce(sum(cost_nanos) filter (where span_start < $3), 0) as before
                              from usage_days where workspace_id = w.id) u`,
    values: [
      which.suspects,
      which.part === "all" ? null : which.part,
      through,
      lowestIdAt(through),
      which.part === "all",
    ],
    query_timeout: queryMsMax,
  };
  return (await client.query<Summed>(query)).rows;
}

import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";

export type RunningCompletions = {
  readonly processId: string;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly count: number;
  readonly oldestAt: Date;
  readonly heldNanos: Nanos;
};

type Row = {
  id: string;
  started_at: Date;
  heartbeat_at: Date;
  count: number;
  oldest_at: Date;
  held_nanos: Nanos;
};

/** Open holds grouped by the process that took them, oldest process first. Processes without open holds are omitted. */
export async function runningCompletions(): Promise<RunningCompletions[]> {
  const { rows } = await sqlPool().query<Row>(
    `select processes.id, processes.started_at, processes.heartbeat_at, count(*)::int as count,
       min(holds.created_at) as oldest_at, sum(holds.amount_nanos)::bigint as held_nanos
     from holds join processes on processes.id = holds.process_id
     where holds.state = 'held' group by processes.id order by processes.started_at`,
  );
  return rows.map((row) => ({
    processId: row.id,
    startedAt: row.started_at,
    heartbeatAt: row.heartbeat_at,
    count: row.count,
    oldestAt: row.oldest_at,
    heldNanos: row.held_nanos,
  }));
}

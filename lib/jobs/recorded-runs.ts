import "server-only";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { type Clock, msPerSecond } from "@/lib/kernel/clock";

/**
 * Tables of recorded runs. Each row is a run that was requested, is running, or has finished, with a result or with a
 * failure. Besides the columns of its result, a table has `id` (UUIDv7), `requested_at`, `requested_by`, `started_at`,
 * `step`, `finished_at` and `failure`.
 */
export type RunTable = "ledger_verifications" | "reconciliations";

type DueRun<Result> = {
  readonly table: RunTable;
  /** After the last one has finished. */
  readonly everyMs: number;
  /** Results older than this are removed. */
  readonly keptMs: number;
  readonly clock: Clock;
  /** Reports the step that begins. */
  readonly work: (onProgress: (step: string) => void) => Promise<Result>;
  /** Writes the result and `finished_at`, which end the run, in one transaction. */
  readonly save: (id: string, result: Result, finishedAt: Date) => Promise<void>;
  /** The code of a failure, of `work` or of `save`. */
  readonly failureOf: (error: unknown) => string;
  /** The event of the log line about a failure. */
  readonly failureEvent: string;
};

/**
 * Requests a run, which its job starts within seconds. If one is already requested or running, that one is used. Returns
 * its id.
 */
export async function requestRun(table: RunTable, userId: string): Promise<string> {
  return sqlTransaction(async (client) => {
    await takeNamedSqlLock(client, table);
    const { rows } = await client.query<{ id: string }>(unfinished(table));
    if (rows[0]) return rows[0].id;
    const id = uuidv7();
    await client.query(`insert into ${table} (id, requested_by) values ($1, $2)`, [id, userId]);
    return id;
  });
}

/**
 * Runs what was requested, or is due because the last run finished long enough ago. One that a stopped process left
 * unfinished starts over. A run that fails ends with its failure, also when its result cannot be saved, so that it is
 * repeated when the next one is due and not at once. Only one process may call this at a time. Resolves to true when one
 * was run.
 */
export async function runWhenDue<Result>(run: DueRun<Result>): Promise<boolean> {
  const { table, clock, work, save, failureOf, failureEvent, keptMs } = run;
  const id = await startDue(run);
  if (id === null) return false;
  try {
    await save(id, await work(progressOf(table, id)), clock());
  } catch (error) {
    log().error({ event: failureEvent, ...errorFacts(error) });
    await sqlPool().query(
      `update ${table} set failure = $2, finished_at = $3, step = null where id = $1 and finished_at is null`,
      [id, failureOf(error), clock()],
    );
  }
  const before = new Date(clock().getTime() - keptMs);
  await sqlPool().query(`delete from ${table} where finished_at < $1`, [before]);
  return true;
}

/**
 * Decided under the lock of requests: otherwise a request and the due run could each make a row, of which one would stay
 * open. The oldest unfinished run comes first, so that none stays open whatever made it.
 */
async function startDue({
  table,
  everyMs,
  clock,
}: Pick<DueRun<unknown>, "table" | "everyMs" | "clock">): Promise<string | null> {
  return sqlTransaction(async (client) => {
    await takeNamedSqlLock(client, table);
    const now = clock();
    const open = await client.query<{ id: string }>(unfinished(table));
    let id = open.rows[0]?.id;
    if (!id) {
      const { rows } = await client.query<{ at: Date | null }>(`select max(finished_at) as at from ${table}`);
      const lastAt = rows[0]?.at;
      if (lastAt && now.getTime() - lastAt.getTime() < everyMs) return null;
      id = uuidv7();
      await client.query(`insert into ${table} (id) values ($1)`, [id]);
    }
    await client.query(`update ${table} set started_at = $2, step = null where id = $1`, [id, now]);
    return id;
  });
}

function unfinished(table: RunTable): string {
  return `select id from ${table} where finished_at is null order by id limit 1`;
}

/** Saves the step in progress, at most once a second. One that cannot be saved is left out. */
function progressOf(table: RunTable, id: string): (step: string) => void {
  let savedMs = -Infinity;
  return (step) => {
    const nowMs = performance.now();
    if (nowMs - savedMs < msPerSecond) return;
    savedMs = nowMs;
    sqlPool()
      .query(`update ${table} set step = $2 where id = $1 and finished_at is null`, [id, step])
      .catch(() => undefined);
  };
}

export type LatestRun<Row> = {
  /** The one that is requested (`startedAt` null) or running. */
  readonly unfinished: {
    readonly requestedAt: Date;
    readonly startedAt: Date | null;
    readonly step: string | null;
  } | null;
  /** Why the newest one has no result; null when it has one. */
  readonly failed: { readonly finishedAt: Date; readonly failure: string } | null;
  /** The newest result. */
  readonly finished: (Row & { readonly finishedAt: Date }) | null;
};

/** The unfinished run, and how the last ones ended. `columns` are those of the result. */
export async function latestRun<Row extends object>(
  table: RunTable,
  columns: string,
): Promise<LatestRun<Row>> {
  type Ended = { readonly finishedAt: Date; readonly failure: string | null };
  const [open, ended, finished] = await Promise.all([
    sqlPool().query<NonNullable<LatestRun<Row>["unfinished"]>>(
      `select requested_at as "requestedAt", started_at as "startedAt", step from ${table}
        where finished_at is null order by id limit 1`,
    ),
    sqlPool().query<Ended>(
      `select finished_at as "finishedAt", failure from ${table}
        where finished_at is not null order by finished_at desc limit 1`,
    ),
    sqlPool().query<Row & { finishedAt: Date }>(
      `select finished_at as "finishedAt", ${columns} from ${table}
        where finished_at is not null and failure is null order by finished_at desc limit 1`,
    ),
  ]);
  const { finishedAt, failure } = ended.rows[0] ?? { finishedAt: new Date(0), failure: null };
  return {
    unfinished: open.rows[0] ?? null,
    failed: failure === null ? null : { finishedAt, failure },
    finished: finished.rows[0] ?? null,
  };
}

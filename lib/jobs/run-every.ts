import "server-only";
import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { lockPool } from "@/lib/db/client";
import { errorFacts, log } from "@/lib/config/log";
import { recordRun } from "./internal/record-run";

/** Work that runs again and again, in one process at a time. */
export type Job = {
  /** Stable: processes of different versions derive the same lock from it. */
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
};

export type RunningJob = {
  /** Starts no further run and waits for the current one. */
  stop(): Promise<void>;
};

/**
 * Runs the job in `afterMs` and again `everyMs` after each end. Every process may list every job: a database advisory
 * lock lets one process run it while the others skip it, and is released when that process ends. A failing run is logged
 * and retried at its next interval.
 */
export function runEvery(job: Job, afterMs = 0): RunningJob {
  let stopped = false;
  let wake: () => void = () => undefined;
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    if (afterMs > 0) await rest(afterMs);
    while (!stopped) {
      await runOnce(job).catch((error: unknown) =>
        log().error({ job: job.name, ...errorFacts(error) }, "job failed"),
      );
      if (stopped) return;
      await rest(job.everyMs);
    }
  };
  const done = loop();
  return {
    stop: () => {
      stopped = true;
      wake();
      return done;
    },
  };
}

/** True when this process ran the job; false when another process, or this one, is already running it. */
export async function runOnce(job: Job): Promise<boolean> {
  // A session may take its own lock again, so the database cannot keep two runs of this process apart.
  if (running.has(job.name)) return false;
  running.add(job.name);
  const key = lockKey(job.name);
  const holder = borrow();
  try {
    const client = await holder.client;
    const { rows } = await inTurn(holder, () =>
      client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1::bigint) AS taken", [key]),
    ).catch((error: unknown) => {
      forget(holder);
      throw error;
    });
    if (!rows[0]?.taken) return false;
    try {
      await job.run().catch(async (error: unknown) => {
        await recordRun(job, false);
        throw error;
      });
      await recordRun(job, true);
    } finally {
      // A connection that may still hold the lock must not go back to the pool.
      await inTurn(holder, () => client.query("SELECT pg_advisory_unlock($1::bigint)", [key])).catch(() =>
        forget(holder),
      );
    }
    return true;
  } finally {
    giveBack(holder);
    running.delete(job.name);
  }
}

const running = new Set<string>();

/** The connection that holds the locks of all current runs, and how many there are. Jobs use other connections. */
type LockHolder = {
  readonly client: Promise<PoolClient>;
  users: number;
  isBroken: boolean;
  /** Resolves after the last statement: a connection runs one at a time. */
  turn: Promise<unknown>;
};
let current: LockHolder | null = null;

function borrow(): LockHolder {
  current ??= { client: lockPool().connect(), users: 0, isBroken: false, turn: Promise.resolve() };
  current.users += 1;
  return current;
}

function inTurn<Result>(holder: LockHolder, ask: () => Promise<Result>): Promise<Result> {
  const result = holder.turn.then(ask);
  holder.turn = result.catch(() => undefined);
  return result;
}

/** Runs that start from now on use a new connection, which is available once the runs of this one have ended. */
function forget(holder: LockHolder): void {
  holder.isBroken = true;
  if (current === holder) current = null;
}

function giveBack(holder: LockHolder): void {
  holder.users -= 1;
  if (holder.users > 0) return;
  if (current === holder) current = null;
  void holder.client.then(
    (client) => client.release(holder.isBroken),
    () => undefined,
  );
}

/** 63 bits of a hash, as text: far from the small keys that people choose by hand. */
function lockKey(name: string): string {
  return createHash("sha256").update(`counterfoil job ${name}`).digest().readBigInt64BE().toString();
}

import "server-only";
import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { lockPool } from "@/lib/db/client";
import { errorFacts, log } from "@/lib/config/log";

/** A piece of work that is done again and again, by one process at a time. */
export type Job = {
  /** Stable: processes of different versions agree on the lock by it. */
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
};

export type RunningJob = {
  /** Starts no further run and waits for the one that is under way. */
  stop(): Promise<void>;
};

/**
 * Runs the job now and then again `everyMs` after each end. Every process may list every job: an advisory lock of
 * the database lets one run it and the others pass, and falls with the process that holds it. A failing run is
 * logged and tried again at its next time.
 */
export function runEvery(job: Job): RunningJob {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      await runOnce(job).catch((error: unknown) =>
        log().error({ job: job.name, ...errorFacts(error) }, "job failed"),
      );
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, job.everyMs);
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
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

/** True when this process ran it, false when another one is at it, or this one already. */
export async function runOnce(job: Job): Promise<boolean> {
  // A session may take its own lock again, so that the database alone cannot keep two runs here apart.
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
      await job.run();
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

/** The connection that holds the locks of all runs under way, and how many there are. Jobs work on other connections. */
type LockHolder = {
  readonly client: Promise<PoolClient>;
  users: number;
  isBroken: boolean;
  /** Ends when the last statement does: a connection carries one at a time. */
  turn: Promise<unknown>;
};
let current: LockHolder | null = null;

function borrow(): LockHolder {
  current ??= { client: lockPool().connect(), users: 0, isBroken: false, turn: Promise.resolve() };
  current.users += 1;
  return current;
}

function inTurn<Result>(holder: LockHolder, ask: () => Promise<Result>): Promise<Result> {
  const answer = holder.turn.then(ask);
  holder.turn = answer.catch(() => undefined);
  return answer;
}

/** Runs that begin from now on wait for another connection, which there is when those of this one have ended. */
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

import "server-only";
import { createHash } from "node:crypto";
import { sqlPool } from "@/lib/db/client";
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

/** True when this process ran it, false when another one is at it. */
export async function runOnce(job: Job): Promise<boolean> {
  const client = await sqlPool().connect();
  let broken: Error | undefined;
  try {
    const key = lockKey(job.name);
    const taken = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1::bigint) AS taken", [
      key,
    ]);
    if (!taken.rows[0]?.taken) return false;
    try {
      await job.run();
    } finally {
      await client.query("SELECT pg_advisory_unlock($1::bigint)", [key]).catch((error: Error) => {
        // A connection that may still hold the lock must not go back to the pool.
        broken = error;
      });
    }
    return true;
  } finally {
    client.release(broken);
  }
}

/** 63 bits of a hash, as text: far from the small keys that people choose by hand. */
function lockKey(name: string): string {
  return createHash("sha256").update(`counterfoil job ${name}`).digest().readBigInt64BE().toString();
}

import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { DatabaseProblem } from "../connection-problem";

/** Key of the advisory lock under which one process at a time changes tables and roles; spells "migrate" on a telephone. */
export const migrationLockKey = 6_447_283;

/** How long a start waits for another, and who is told so. */
export type MigrationPatience = {
  readonly waitMsMax?: number;
  /** Gets a sentence when there is something to wait for; without it the terminal does. */
  readonly say?: (line: string) => void;
};

/** For the person who watches the start: `console` would make a line of the log of it. */
export function sayAtStart(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A migration of a large table takes minutes. */
const waitMsMaxDefault = 15 * 60_000;
const pauseMs = 500;
const sayEveryMs = 30_000;

/**
 * Takes the lock for this session. Asks again and again instead of waiting in the server, so that a start behind another
 * says what it waits for, and ends with a sentence when that goes on for too long.
 */
export async function takeMigrationLock(
  client: pg.Client,
  { waitMsMax = waitMsMaxDefault, say = sayAtStart }: MigrationPatience = {},
): Promise<void> {
  const deadline = Date.now() + waitMsMax;
  for (let nextSayAt = Date.now(); ;) {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [
      migrationLockKey,
    ]);
    if (rows[0]?.taken) return;
    if (Date.now() >= deadline) {
      throw new DatabaseProblem(
        "Another start is changing this database and has not ended. Look for it among the server's connections (pg_stat_activity), end it if it hangs, and start again.",
      );
    }
    if (Date.now() >= nextSayAt) {
      say("Another start is changing this database: waiting for it to end.");
      nextSayAt += sayEveryMs;
    }
    await setTimeout(Math.min(pauseMs, Math.max(deadline - Date.now(), 1)));
  }
}

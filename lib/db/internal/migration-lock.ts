import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { DatabaseProblem } from "../connection-problem";

/** Key of the advisory lock under which one process at a time changes tables and roles; "migrate" on a phone keypad. */
export const migrationLockKey = 6_447_283;

/** How long a start waits for other starts and for tables in use, and who is told about it. */
export type MigrationPatience = {
  /** How long to wait for another start. The default is 15 minutes: a migration of a large table takes minutes. */
  readonly waitMsMax?: number;
  /** How long one attempt of a migration waits for each lock. */
  readonly lockMsMax?: number;
  /** How often a migration is attempted before the start gives up. */
  readonly attempts?: number;
  /** Gets a sentence for the operator. By default it goes to the terminal. */
  readonly say?: (line: string) => void;
};

/** Writes to the terminal of the start. `console` would turn the sentence into a log line. */
export function sayAtStart(line: string): void {
  process.stdout.write(`${line}\n`);
}

const pauseMs = 500;
const sayEveryMs = 30_000;

/**
 * Takes the lock for this session. It polls instead of waiting in the server, so that a start behind another one can
 * say what it waits for, and ends with a sentence when that takes too long.
 */
export async function takeMigrationLock(
  client: pg.Client,
  { waitMsMax = 15 * 60_000, say = sayAtStart }: MigrationPatience = {},
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

import "server-only";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { connectionProblem, DatabaseProblem } from "../connection-problem";
import { isLockTimeout } from "../database-errors";
import type { Migration } from "./migration-files";
import { type Attempt, beginAttempt, recordAttempt } from "./migration-history";
import { type MigrationPatience, sayAtStart } from "./migration-lock";

type RunOptions = MigrationPatience & { readonly databaseUrl: string };

const pauseMs = 2_000;

/**
 * Runs the script of a migration and records it. Throws a `DatabaseProblem` when it fails. A script that says
 * CONCURRENTLY runs outside of a transaction, as PostgreSQL requires; any other leaves nothing when it fails.
 */
export async function runMigration(
  client: pg.Client,
  migration: Migration,
  options: RunOptions,
): Promise<void> {
  const attempt = beginAttempt(migration);
  if (isConcurrent(migration.sql)) return runAlone(client, attempt, options);
  try {
    await inTurns(options, (lockMsMax) => runInTransaction(client, attempt, lockMsMax));
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    const logs = describe(error, attempt, options);
    // For information only: a full disk may refuse it.
    await recordAttempt(client, attempt, { state: "rolled back", logs }).catch(() => undefined);
    if (!isLockTimeout(error))
      throw new DatabaseProblem(`${logs} Nothing of it is in the database. Fix the cause, and start again.`);
    throw new DatabaseProblem(
      `A table is in use by a long query or transaction, so that migration ${migration.name} could not change it. Nothing was changed by it. Look for the query among the server's connections (pg_stat_activity), and start again when it has ended.`,
    );
  }
}

function isConcurrent(sql: string): boolean {
  return /\bconcurrently\b/i.test(sql.replaceAll(/--.*/g, ""));
}

/**
 * Asks for locks in turns: each attempt waits for a short time, then pauses. Every query that comes after a waiting
 * migration waits behind it, so one that simply waits for a long query would stop the copies that serve.
 */
async function inTurns(
  { lockMsMax = 2_000, attempts = 60, say = sayAtStart }: MigrationPatience,
  run: (lockMsMax: number) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run(lockMsMax);
    } catch (error) {
      if (!isLockTimeout(error) || attempt >= attempts) throw error;
      say("A table that a migration changes is in use: trying again.");
      await setTimeout(pauseMs);
    }
  }
}

/** The script and its record in one transaction: after a crash the record says whether the script was applied. */
async function runInTransaction(client: pg.Client, attempt: Attempt, lockMsMax: number): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(`SET LOCAL lock_timeout = ${lockMsMax}`);
    await client.query(attempt.migration.sql);
    await recordAttempt(client, attempt, { state: "applied" });
    await client.query("COMMIT");
  } catch (error) {
    if (await client.query("ROLLBACK").then(yes, no)) throw error;
    throw new DatabaseProblem(
      `The connection to the database broke during migration ${attempt.migration.name}. Start again: what was applied is recorded, and nothing remains of what was not.`,
    );
  }
}

const yes = () => true;
const no = () => false;

/**
 * One statement, sent on its own so that no transaction surrounds it. It waits for locks as long as it takes: queries
 * do not wait behind it. The record comes first, so that a crash leaves it unfinished, which stops the next start.
 */
async function runAlone(client: pg.Client, attempt: Attempt, options: RunOptions): Promise<void> {
  await recordAttempt(client, attempt, { state: "begun" });
  try {
    await client.query(attempt.migration.sql);
  } catch (error) {
    const logs = describe(error, attempt, options);
    await recordAttempt(client, attempt, { state: "failed", logs });
    throw new DatabaseProblem(`${logs} ${unfinishedAdvice}`);
  }
  await recordAttempt(client, attempt, { state: "applied" });
}

export const unfinishedAdvice =
  'Part of it may be in the database: see "A migration that did not finish" in docs/operations.md.';

/**
 * What went wrong, in a sentence. Without the server's detail, which may quote rows, and without its message about a value
 * that does not fit (class 22), which quotes the value.
 */
function describe(error: unknown, { migration }: Attempt, { databaseUrl }: RunOptions): string {
  const quotesValue = error instanceof pg.DatabaseError && error.code?.startsWith("22") === true;
  const message = error instanceof Error ? error.message : String(error);
  const reason =
    connectionProblem(error, databaseUrl) ?? (quotesValue ? "a stored value does not fit" : message);
  const position = error instanceof pg.DatabaseError ? Number(error.position) : 0;
  const line = position > 0 ? `, line ${migration.sql.slice(0, position).split("\n").length}` : "";
  const code = error instanceof pg.DatabaseError && error.code ? ` (${error.code}${line})` : "";
  return `Migration ${migration.name} failed: ${reason.replace(/\.$/, "")}${code}.`;
}

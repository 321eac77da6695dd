import "server-only";
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { DatabaseProblem } from "../connection-problem";
import { checksumOf, fitsChecksum, type Migration } from "./migration-files";

/** Prisma's own table, column for column, so that `prisma migrate` and earlier versions of the product can read it. */
const createHistory = `CREATE TABLE _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Creates the table in an empty database. Refuses one with tables of something else, which a wrong address may name.
 */
export async function provideHistory(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE nspname = current_schema() AND relkind IN ('r', 'p') AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY relname <> '_prisma_migrations', relname LIMIT 1`,
  );
  const found = rows[0]?.name;
  if (found === "_prisma_migrations") return;
  if (found !== undefined) {
    throw new DatabaseProblem(
      `The database already has tables (${found}) and none of this product. Name an empty database in DATABASE_URL.`,
    );
  }
  await client.query(createHistory);
}

/** What the database's history and the migrations of this version say about each other. */
export type Standing = {
  readonly pending: readonly Migration[];
  /** Applied, but not part of this version: a newer one ran. */
  readonly unknown: readonly string[];
  /** Applied from a script that differs from the one here. */
  readonly edited: readonly string[];
  /** Begun and never finished nor rolled back. */
  readonly unfinished: readonly string[];
};

/** Compares the history with the migrations of this version. Attempts that were rolled back do not count. */
export async function readStanding(client: pg.Client, migrations: readonly Migration[]): Promise<Standing> {
  const { rows } = await client.query<{ name: string; checksum: string; isFinished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished" FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const sqlOf = new Map(migrations.map(({ name, sql }) => [name, sql]));
  const recorded = new Set(rows.map(({ name }) => name));
  return {
    pending: migrations.filter(({ name }) => !recorded.has(name)),
    unknown: [...recorded].filter((name) => !sqlOf.has(name)),
    edited: rows
      .filter(({ name, checksum }) => !fitsChecksum(sqlOf.get(name) ?? "", checksum) && sqlOf.has(name))
      .map(({ name }) => name),
    unfinished: rows.filter(({ isFinished }) => !isFinished).map(({ name }) => name),
  };
}

/** One run of a migration's script. */
export type Attempt = {
  readonly id: string;
  readonly migration: Migration;
  /** By `performance.now()`: the row takes its times from the database's clock. */
  readonly startedMs: number;
};

type AttemptState = "begun" | "applied" | "failed" | "rolled back";

export function beginAttempt(migration: Migration): Attempt {
  return { id: randomUUID(), migration, startedMs: performance.now() };
}

/**
 * Writes the row of an attempt, or brings it up to date. "failed" means that part of the script may remain in the
 * database; "rolled back", that nothing does. The row replaces those of earlier attempts that were rolled back, so that
 * a start that fails again and again leaves one.
 */
export async function recordAttempt(
  client: pg.Client,
  { id, migration, startedMs }: Attempt,
  { state, logs = null }: { readonly state: AttemptState; readonly logs?: string | null },
): Promise<void> {
  await client.query(
    `WITH earlier AS (
       DELETE FROM _prisma_migrations
       WHERE migration_name = $3 AND id <> $1 AND finished_at IS NULL AND rolled_back_at IS NOT NULL
     )
     INSERT INTO _prisma_migrations
       (id, checksum, migration_name, started_at, finished_at, rolled_back_at, applied_steps_count, logs)
     VALUES ($1, $2, $3, clock_timestamp() - make_interval(secs => $4),
       CASE WHEN $5 = 'applied' THEN clock_timestamp() END, CASE WHEN $5 = 'rolled back' THEN clock_timestamp() END,
       ($5 = 'applied')::int, $6)
     ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at, rolled_back_at = excluded.rolled_back_at,
       applied_steps_count = excluded.applied_steps_count, logs = excluded.logs`,
    [id, checksumOf(migration.sql), migration.name, (performance.now() - startedMs) / 1_000, state, logs],
  );
}

import "server-only";
import pg from "pg";
import { DatabaseProblem, explainingDatabase } from "./connection-problem";
import { externalTables } from "./internal/external-tables";
import { readMigrations, readSchemaFiles } from "./internal/migration-files";
import { type MigrationPatience, takeMigrationLock } from "./internal/migration-lock";
import type { ScriptPatience } from "./internal/migration-adapter";
import { type SchemaEngine, withSchemaEngine } from "./internal/schema-engine";
import { isLockTimeout } from "./transient-errors";

const filters = { externalTables: [...externalTables], externalEnums: [] };

const connectMsMax = 10_000;

/**
 * Applies every migration that the database does not have yet, and records it in `_prisma_migrations` as
 * `prisma migrate deploy` would. Two processes may call it at once: the second waits, says so, and finds nothing to do. A
 * table that a long query uses is asked for in turns, so that nobody waits behind a migration that waits itself. Throws when an applied migration was edited or one failed earlier, naming it, and a
 * `DatabaseProblem` when the database cannot be used.
 */
export async function migrate(
  databaseUrl: string,
  patience: MigrationPatience & ScriptPatience = {},
): Promise<{ applied: string[] }> {
  return locked(databaseUrl, patience, async (client) => {
    const migrationsList = await readMigrations();
    const apply = async (engine: SchemaEngine) => {
      const history = await engine.diagnoseMigrationHistory({
        migrationsList,
        optInToShadowDatabase: false,
        filters,
      });
      refuse("was changed after it was applied", history.editedMigrationNames);
      refuse("failed earlier; repair the database and mark it as resolved", history.failedMigrationNames);
      const result = await engine.applyMigrations({ migrationsList, filters });
      return { applied: result.appliedMigrationNames };
    };
    return withSchemaEngine(databaseUrl, apply, patience).catch((error: unknown) =>
      undoWaiting(client, error),
    );
  });
}

/** A script that got no lock is rolled back as a whole: what the engine noted as failed was not applied at all. */
async function undoWaiting(client: pg.Client, error: unknown): Promise<never> {
  if (!(error instanceof Error) || !isLockTimeout(error.cause)) throw error;
  await client.query(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL",
  );
  throw new DatabaseProblem(
    "A table is in use by a long query or transaction, so that a migration could not change it. Nothing was changed by it. Look for the query among the server's connections (pg_stat_activity), and start again when it has ended.",
  );
}

/**
 * Compares what the migrations build with what the Prisma schema says, in a database that is made and dropped for
 * it. `summary` names what differs, for a person. Functions, triggers and checks are outside Prisma's sight.
 */
export async function drift(databaseUrl: string): Promise<{ equal: boolean; summary: string }> {
  const [migrations, files] = await Promise.all([readMigrations(), readSchemaFiles()]);
  const result = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files },
      script: false,
      exitCode: true,
      filters,
    }),
  );
  return { equal: result.exitCode === 0, summary: (result.stdout ?? "").trim() };
}

/** The SQL that leads from the migrations to the Prisma schema; empty text when they agree. */
export async function pendingSql(databaseUrl: string): Promise<string> {
  const [migrations, files] = await Promise.all([readMigrations(), readSchemaFiles()]);
  if (migrations.migrationDirectories.length === 0) return initialSql(databaseUrl);
  const result = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters,
    }),
  );
  return result.exitCode === 0 ? "" : (result.stdout ?? "");
}

/** The SQL that builds the whole Prisma schema in an empty database. The engine only asks the server its version. */
async function initialSql(databaseUrl: string): Promise<string> {
  const files = await readSchemaFiles();
  const result = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters,
    }),
  );
  return result.stdout ?? "";
}

async function locked<Result>(
  databaseUrl: string,
  patience: MigrationPatience,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectMsMax });
  await explainingDatabase(databaseUrl, () => client.connect());
  try {
    await takeMigrationLock(client, patience);
    return await work(client);
  } finally {
    // Ending the session gives the lock back, also when the work threw.
    await client.end();
  }
}

function refuse(why: string, names: readonly string[]): void {
  if (names.length > 0) throw new Error(`Migration ${names.join(", ")} ${why}.`);
}

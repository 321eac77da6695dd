import "server-only";
import { DatabaseProblem, explainingDatabase } from "./connection-problem";
import { migrationsFolder, readMigrations } from "./internal/migration-files";
import { provideHistory, readStanding, type Standing } from "./internal/migration-history";
import { type MigrationPatience, sayAtStart, takeMigrationLock } from "./internal/migration-lock";
import { withOwnConnection } from "./internal/own-connection";
import { runMigration, unfinishedAdvice } from "./internal/run-migration";

/**
 * Applies every migration that the database does not have yet, oldest first, and records it in `_prisma_migrations` as
 * `prisma migrate deploy` does. Two processes may call it at the same time: the second waits, says so, and finds
 * nothing to do. A table that a long query uses is asked for in turns, so that other queries do not wait behind a
 * migration. A failed script leaves nothing. Throws a `DatabaseProblem` that says what to do when the database cannot
 * be used, holds something else, or does not fit the migrations of this version, and when a migration fails.
 */
export async function migrate(
  databaseUrl: string,
  { folder = migrationsFolder, ...patience }: MigrationPatience & { readonly folder?: string } = {},
): Promise<{ applied: string[] }> {
  return explainingDatabase(databaseUrl, () =>
    withOwnConnection(databaseUrl, async (client) => {
      await takeMigrationLock(client, patience);
      await provideHistory(client);
      const standing = await readStanding(client, await readMigrations(folder));
      requireFit(standing, patience);
      for (const migration of standing.pending)
        await runMigration(client, migration, { ...patience, databaseUrl });
      return { applied: standing.pending.map(({ name }) => name) };
    }),
  );
}

/**
 * Refuses a history that the migrations of this version do not continue. A database that is merely newer is used as it
 * is: a rolling restart may start the old version once more, and so may an operator who goes back to it.
 */
function requireFit({ edited, unfinished, unknown, pending }: Standing, patience: MigrationPatience): void {
  if (edited.length > 0)
    throw new DatabaseProblem(
      `Migration ${edited.join(", ")} was changed after it was applied. Start with the files of the release, unchanged.`,
    );
  if (unfinished.length > 0)
    throw new DatabaseProblem(
      `Migration ${unfinished.join(", ")} failed earlier, or was interrupted. ${unfinishedAdvice}`,
    );
  if (unknown.length === 0) return;
  const { say = sayAtStart } = patience;
  if (pending.length === 0)
    return say(`A newer version migrated this database (${unknown.join(", ")}). It is used as it is.`);
  const missing = pending.map(({ name }) => name).join(", ");
  throw new DatabaseProblem(
    `The database has migrations that this version does not have (${unknown.join(", ")}), and lacks others (${missing}). Nothing was changed. Start a version that has all of them.`,
  );
}

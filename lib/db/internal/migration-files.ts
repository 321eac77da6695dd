import "server-only";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import type { MigrationList, SchemaContainer } from "@prisma/schema-engine-wasm";

const lockFile = "migration_lock.toml";

function migrationsFolder(): string {
  return path.resolve("prisma/migrations");
}

/** The Prisma schema: every `.prisma` file of `prisma/schema`, in the order of their names. */
export async function readSchemaFiles(): Promise<SchemaContainer[]> {
  const folder = path.resolve("prisma/schema");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: path.join(folder, name),
      content: await readFile(path.join(folder, name), "utf8"),
    })),
  );
}

/** Names of the migrations in the folder, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsFolder(), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The migrations folder as the schema engine wants it. */
export async function readMigrations(): Promise<MigrationList> {
  const folder = migrationsFolder();
  const names = await migrationNames();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(path.join(folder, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
  const lock = await readFile(path.join(folder, lockFile), "utf8").catch(() => null);
  return {
    baseDir: folder,
    lockfile: { path: lockFile, content: lock },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

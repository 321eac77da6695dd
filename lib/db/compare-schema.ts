import "server-only";
import type { DiffParams, DiffResult } from "@prisma/schema-engine-wasm";
import prismaConfig from "@/prisma.config";
import { readMigrations } from "./internal/migration-files";
import { migrationList, readSchemaFiles, withSchemaEngine } from "./internal/schema-engine";

/**
 * Compares what the migrations build with what the Prisma schema says, in a database that is created and dropped for
 * it. `summary` names the differences for a person. Prisma does not see functions, triggers and checks. For
 * development: the running product never loads the engine.
 */
export async function drift(databaseUrl: string): Promise<{ equal: boolean; summary: string }> {
  const { exitCode, stdout } = await compare(databaseUrl, { script: false });
  return { equal: exitCode === 0, summary: (stdout ?? "").trim() };
}

/** The SQL that leads from the migrations to the Prisma schema. Empty when they agree. */
export async function pendingSql(databaseUrl: string): Promise<string> {
  const { exitCode, stdout } = await compare(databaseUrl, { script: true });
  return exitCode === 0 ? "" : (stdout ?? "");
}

async function compare(databaseUrl: string, { script }: Pick<DiffParams, "script">): Promise<DiffResult> {
  const migrations = await readMigrations();
  const files = await readSchemaFiles();
  return withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...migrationList(migrations) },
      to: { tag: "schemaDatamodel", files },
      script,
      exitCode: true,
      filters: { externalTables: [...(prismaConfig.tables?.external ?? [])], externalEnums: [] },
    }),
  );
}

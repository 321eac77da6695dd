import { describe, expect, it } from "vitest";
import { emptyDatabase, testDatabase, withClient } from "@/lib/testing/database";
import { migrationFolder, removeMigrationFolders } from "@/lib/testing/migration-folder";
import { drift, pendingSql } from "./compare-schema";
import { type Migration, readMigrations } from "./internal/migration-files";
import { migrationList, withSchemaEngine } from "./internal/schema-engine";
import { migrate } from "./migrate";

await testDatabase();
removeMigrationFolders();

const filters = { externalTables: [], externalEnums: [] };
const migrations = await readMigrations();
const names = migrations.map(({ name }) => name);

/** `prisma migrate deploy`, by the engine that it runs. */
async function deploy(url: string, some: readonly Migration[]): Promise<string[]> {
  const result = await withSchemaEngine(url, (engine) =>
    engine.applyMigrations({ migrationsList: migrationList(some), filters }),
  );
  return result.appliedMigrationNames;
}

/** `prisma migrate status`: what the engine finds to say about the history. */
async function status(url: string): Promise<unknown> {
  return withSchemaEngine(url, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: migrationList(migrations),
      optInToShadowDatabase: false,
      filters,
    }),
  );
}

const inSync = {
  editedMigrationNames: [],
  failedMigrationNames: [],
  hasMigrationsTable: true,
  history: null,
};

async function tableOf(url: string): Promise<unknown[]> {
  return withClient(url, async (client) => {
    const columns = await client.query(
      `select column_name, data_type, character_maximum_length, is_nullable, column_default
       from information_schema.columns where table_name = '_prisma_migrations' order by ordinal_position`,
    );
    const indexes = await client.query(
      "select indexdef from pg_indexes where tablename = '_prisma_migrations'",
    );
    return [...columns.rows, ...indexes.rows];
  });
}

describe("the migrations", () => {
  it("build exactly what the Prisma schema says", async () => {
    const url = await emptyDatabase();
    expect(await drift(url)).toEqual({ equal: true, summary: "No difference detected." });
    expect(await pendingSql(url)).toBe("");
  });
});

describe("the history", () => {
  it("of the product is in sync for Prisma, which finds nothing to apply", async () => {
    const url = await emptyDatabase();
    expect(await migrate(url)).toEqual({ applied: names });
    expect(await status(url)).toEqual(inSync);
    expect(await deploy(url, migrations)).toEqual([]);
  });

  it("of Prisma is continued by the product, and the other way round, in the same table", async () => {
    const [begunByPrisma, begunByProduct] = [await emptyDatabase(), await emptyDatabase()];
    const { name = "", sql = "" } = migrations[0] ?? {};
    const folder = await migrationFolder({ [name]: sql });
    expect(await deploy(begunByPrisma, migrations.slice(0, 1))).toEqual([name]);
    expect(await migrate(begunByProduct, { folder })).toEqual({ applied: [name] });
    expect(await tableOf(begunByProduct)).toEqual(await tableOf(begunByPrisma));

    expect(await migrate(begunByPrisma)).toEqual({ applied: names.slice(1) });
    expect(await deploy(begunByProduct, migrations)).toEqual(names.slice(1));
    expect(await migrate(begunByProduct)).toEqual({ applied: [] });
    for (const url of [begunByPrisma, begunByProduct]) expect(await status(url)).toEqual(inSync);
  });

  it("with a migration that failed under Prisma stops the product by name", async () => {
    const url = await emptyDatabase();
    const failing = [{ name: "1_failing", sql: "select 1 / 0" }];
    await expect(deploy(url, failing)).rejects.toThrow("division by zero");
    const folder = await migrationFolder({ "1_failing": "select 1 / 0" });
    await expect(migrate(url, { folder })).rejects.toThrow(
      /^Migration 1_failing failed earlier, or was interrupted/,
    );
  });

  it("with a migration that failed in the product, and left nothing, lets Prisma apply it", async () => {
    const url = await emptyDatabase();
    const folder = await migrationFolder({ "1_failing": "create table ones (); select 1 / 0" });
    await expect(migrate(url, { folder })).rejects.toThrow("a stored value does not fit (22012)");
    expect(await deploy(url, [{ name: "1_failing", sql: "create table ones ()" }])).toEqual(["1_failing"]);
  });
});

import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { MigrationList, SchemaContainer } from "@prisma/schema-engine-wasm";
import { engineAdapters } from "./engine-adapter";
import { type Migration, migrationsFolder } from "./migration-files";

type SchemaEngine = engineModule.SchemaEngine;

let loaded: Promise<void> | null = null;
let lastPanic = "";

/** The Prisma schema: every `.prisma` file of `prisma/schema`, by name. */
export async function readSchemaFiles(): Promise<SchemaContainer[]> {
  const folder = "prisma/schema";
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: path.join(folder, name),
      content: await readFile(path.join(folder, name), "utf8"),
    })),
  );
}

/** Migrations in the form in which the engine takes them. */
export function migrationList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

/**
 * Runs `work` with Prisma's own schema engine. It comes as WebAssembly in an npm package, so nothing is downloaded.
 * Failures are thrown as plain sentences.
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loaded ??= load();
  await loaded;
  const files = await readSchemaFiles();
  const adapters = engineAdapters(databaseUrl);
  const factory = bindMigrationAwareSqlAdapterFactory(adapters.factory);
  const datamodels = files.map((file): [string, string] => [file.path, file.content]);
  try {
    const engine = await engineModule.SchemaEngine.new({ datamodels }, () => undefined, factory);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    const inner = registered(error, factory.errorRegistry);
    throw new Error(sentence(inner), { cause: inner });
  } finally {
    await adapters.closeAll();
  }
}

async function load(): Promise<void> {
  // Without this registry a panic of the engine hides behind a TypeError about the missing object.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        lastPanic = message;
      },
    },
  });
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...engineModule } });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}

/** Finds what the adapter threw: the engine passes on only its number in the adapter's registry of errors. */
function registered(
  error: unknown,
  registry: { consumeError(id: number): { error: unknown } | undefined },
): unknown {
  const id = error instanceof Error ? /External error id#(\d+)/.exec(error.message)?.[1] : undefined;
  return (id === undefined ? undefined : registry.consumeError(Number(id))?.error) ?? error;
}

function sentence(error: unknown): string {
  if (lastPanic) {
    const panic = lastPanic;
    lastPanic = "";
    return `The schema engine stopped: ${panic}`;
  }
  return error instanceof Error ? error.message : String(error);
}

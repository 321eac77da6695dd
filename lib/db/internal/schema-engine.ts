import "server-only";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import { migrationAdapters, type ScriptPatience } from "./migration-adapter";
import { readSchemaFiles } from "./migration-files";

export type SchemaEngine = engineModule.SchemaEngine;

let loaded: Promise<void> | null = null;
let lastPanic = "";

/**
 * Runs `work` with Prisma's own schema engine, which comes as WebAssembly in an npm package: nothing is downloaded,
 * and the migrations folder stays an ordinary one. Failures are thrown as plain sentences.
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<Result>,
  patience: ScriptPatience = {},
): Promise<Result> {
  loaded ??= load();
  await loaded;
  const files = await readSchemaFiles();
  const adapters = migrationAdapters(databaseUrl, patience);
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
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engineImports() });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}

/** The engine never clears the timer of its ten-second lock timeout; unheeded, that would hold the process as long. */
function engineImports(): Record<string, WebAssembly.ImportValue> {
  const imports: Record<string, WebAssembly.ImportValue> = {};
  for (const [name, value] of Object.entries<unknown>({ ...engineModule })) {
    if (typeof value !== "function") continue;
    const released = (...args: unknown[]) => release(Reflect.apply(value, undefined, args));
    imports[name] = name.startsWith("__wbg_setTimeout") ? released : value;
  }
  return imports;
}

function release(timer: unknown): unknown {
  if (typeof timer === "object" && timer && "unref" in timer && typeof timer.unref === "function")
    timer.unref();
  return timer;
}

/** What the adapter threw: the engine only passes on its number in the adapter's registry of errors. */
function registered(
  error: unknown,
  registry: { consumeError(id: number): { error: unknown } | undefined },
): unknown {
  const id = error instanceof Error ? /External error id#(\d+)/.exec(error.message)?.[1] : undefined;
  return (id === undefined ? undefined : registry.consumeError(Number(id))?.error) ?? error;
}

/** The engine throws JSON-like objects; the reader wants what went wrong and in which migration. */
function sentence(error: unknown): string {
  if (lastPanic) {
    const panic = lastPanic;
    lastPanic = "";
    return `The schema engine stopped: ${panic}`;
  }
  return error instanceof Error ? error.message : String(error);
}

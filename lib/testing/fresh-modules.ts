import type { Pool } from "pg";
import { afterAll, vi } from "vitest";

/**
 * Set-up of each file of database tests. The files of a worker share one process, because starting one and loading
 * packages takes longer than most tests. Each still begins as in a new process: with its own instances of our modules,
 * which read the environment and keep state, with the environment that the worker started with, and without the timers
 * of the file before.
 */
type OpenPools = { readonly pool: Pool };
type Worker = {
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly timers: Set<NodeJS.Timeout>;
  /** Addresses of databases that this file has opened. */
  readonly opened: Set<string | undefined>;
  /** Those of files that have ended. */
  readonly ended: Set<string | undefined>;
};
type Shared = typeof globalThis & {
  counterfoilTests?: Worker;
  counterfoilCatalog?: unknown;
  counterfoilMetrics?: unknown;
};
const shared = globalThis as Shared;

function prepareWorker(): Worker {
  const timers = new Set<NodeJS.Timeout>();
  for (const name of ["setTimeout", "setInterval"] as const) {
    const start = globalThis[name] as (...values: unknown[]) => NodeJS.Timeout;
    const recording = (...values: unknown[]) => {
      const timer = start(...values);
      timers.add(timer);
      return timer;
    };
    // With what `promisify` looks for.
    globalThis[name] = Object.defineProperties(recording, Object.getOwnPropertyDescriptors(start)) as never;
  }
  return { environment: { ...process.env }, timers, ...guardPools() };
}

/** What a file left running must not open its database for the next file, which would take it for its own. */
function guardPools(): Pick<Worker, "opened" | "ended"> {
  let current: OpenPools | undefined;
  const [opened, ended] = [new Set<string | undefined>(), new Set<string | undefined>()];
  Object.defineProperty(shared, "counterfoilDb", {
    get: () => current,
    set: (pools: OpenPools | undefined) => {
      const address = pools?.pool.options.connectionString;
      if (pools && ended.has(address)) {
        void pools.pool.end();
        throw new Error("work of a test file that has ended opened its database again");
      }
      if (pools) opened.add(address);
      current = pools;
    },
  });
  return { opened, ended };
}

const worker = (shared.counterfoilTests ??= prepareWorker());
for (const name of Object.keys(process.env)) if (!(name in worker.environment)) delete process.env[name];
Object.assign(process.env, worker.environment);
vi.resetModules();
delete shared.counterfoilCatalog;
delete shared.counterfoilMetrics;

afterAll(async () => {
  // Before they are closed: what still delivers mails opens them again while they close.
  for (const address of worker.opened) worker.ended.add(address);
  worker.opened.clear();
  const { closeDb } = await import("@/lib/db/client");
  await closeDb();
  for (const timer of worker.timers) clearTimeout(timer);
  worker.timers.clear();
});

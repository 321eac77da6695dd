import "server-only";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const runtimeSchema = z.object({ pid: z.number(), environment: z.record(z.string(), z.string()) });

/** What a running instance leaves for the command line: its process, and the environment that it runs with. */
export type Runtime = z.infer<typeof runtimeSchema>;

const name = "runtime.json";

/** Readable by the owner alone: it holds the secrets of the instance. */
export function writeRuntime(dataDir: string, environment: Readonly<Record<string, string>>): void {
  const file = path.join(dataDir, name);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid, environment }, null, 2), { mode: 0o600 });
  chmodSync(file, 0o600);
}

export function removeRuntime(dataDir: string): void {
  rmSync(path.join(dataDir, name), { force: true });
}

/** Null when no instance runs with this folder, or the one that did was killed. */
export function readRuntime(dataDir: string): Runtime | null {
  try {
    const runtime = runtimeSchema.parse(JSON.parse(readFileSync(path.join(dataDir, name), "utf8")));
    process.kill(runtime.pid, 0);
    return runtime;
  } catch {
    return null;
  }
}

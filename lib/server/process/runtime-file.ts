import "server-only";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { envSchema } from "@/lib/config/env";
import { isAlive } from "./is-alive";

const runtimeSchema = z.object({ pid: z.number(), environment: z.record(z.string(), z.string()) });

/** What a running instance leaves for the command line: its process, and the environment that it runs with. */
export type Runtime = z.infer<typeof runtimeSchema>;

const name = "runtime.json";

/** Readable by the owner alone: it holds the secrets of the instance. Variables that are not ours stay out of it. */
export function writeRuntime(dataDir: string, environment: Readonly<Record<string, string>>): void {
  const file = path.join(dataDir, name);
  const ours = Object.fromEntries(
    Object.entries(environment).filter(([variable]) => variable in envSchema.shape),
  );
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid, environment: ours }, null, 2), { mode: 0o600 });
  chmodSync(file, 0o600);
}

export function removeRuntime(dataDir: string): void {
  rmSync(path.join(dataDir, name), { force: true });
}

/** Null when no instance runs with this folder, or the one that did was killed. */
export function readRuntime(dataDir: string): Runtime | null {
  try {
    const runtime = runtimeSchema.parse(JSON.parse(readFileSync(path.join(dataDir, name), "utf8")));
    return isAlive(runtime.pid) ? runtime : null;
  } catch {
    return null;
  }
}

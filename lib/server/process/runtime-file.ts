import "server-only";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { envSchema } from "@/lib/config/env";
import { isAlive } from "./is-alive";

const runtimeSchema = z.object({ pid: z.number(), environment: z.record(z.string(), z.string()) });

/** A running instance's process and environment, written for the command line. */
export type Runtime = z.infer<typeof runtimeSchema>;

const name = "runtime.json";

/** Readable only by the owner, since it holds the instance's secrets. Variables that are not ours are left out. */
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

/** Null when no instance runs with this folder, or its process was killed. */
export function readRuntime(dataDir: string): Runtime | null {
  try {
    const runtime = runtimeSchema.parse(JSON.parse(readFileSync(path.join(dataDir, name), "utf8")));
    return isAlive(runtime.pid) ? runtime : null;
  } catch {
    return null;
  }
}

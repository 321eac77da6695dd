import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { isAlive, processStart } from "./is-alive";
import { takeLockFile } from "./lock-file";

const lockSchema = z.object({
  pid: z.number(),
  port: z.number(),
  startedAt: z.string(),
  processStart: z.string(),
});
type Lock = z.infer<typeof lockSchema>;

/** A running instance and its data folder. */
export type InstanceLock = {
  readonly dataDir: string;
  /** Why the folder is not DATA_DIR itself, as a sentence; null when it is. */
  readonly note: string | null;
  /** Releases the folder for the next start. */
  release(): void;
};

const lockName = "instance.lock";

/**
 * Takes DATA_DIR for this process, or DATA_DIR/port-<port> when another instance of this checkout has it: two instances
 * on two ports each have their own database and files. A lock whose process has exited is taken over. Throws when an
 * instance already runs on this port.
 */
export function acquireInstanceLock(baseDir: string, port: number): InstanceLock {
  const base = path.resolve(baseDir);
  const own = path.join(base, `port-${port}`);
  // Once a port has its own folder, its data stays there, whether or not another instance runs.
  if (!existsSync(own)) {
    const other = take(base, port);
    if (other === null) return { dataDir: base, note: null, release: () => releaseLock(base) };
    if (other.port === port) throw new OperatorProblem(alreadyRuns(other));
  }
  const other = take(own, port);
  if (other !== null) throw new OperatorProblem(alreadyRuns(other));
  const note = `This instance keeps its own data, for port ${port}, in ${path.relative(process.cwd(), own) || own}.`;
  return { dataDir: own, note, release: () => releaseLock(own) };
}

/** Null when the lock is ours now, otherwise its holder. */
function take(folder: string, port: number): Lock | null {
  mkdirSync(folder, { recursive: true });
  const lock: Lock = {
    pid: process.pid,
    port,
    startedAt: new Date().toISOString(),
    processStart: processStart(process.pid),
  };
  const holder = takeLockFile({
    file: path.join(folder, lockName),
    text: JSON.stringify(lock),
    isHeld: (text) => {
      const other = parseLock(text);
      return other !== null && isHeld(other);
    },
  });
  return holder === null ? null : parseLock(holder);
}

function releaseLock(folder: string): void {
  const file = path.join(folder, lockName);
  if (existsSync(file) && parseLock(readFileSync(file, "utf8"))?.pid === process.pid)
    rmSync(file, { force: true });
}

/** Null when it is damaged: then the folder is free. */
function parseLock(text: string): Lock | null {
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Process ids are reused, after a reboot or some time; an id together with its start time is not. */
function isHeld(lock: Lock): boolean {
  return isAlive(lock.pid) && lock.processStart === processStart(lock.pid);
}

function alreadyRuns(lock: Lock): string {
  return `This checkout already runs on port ${lock.port} (process ${lock.pid}, since ${lock.startedAt}). Stop it, or choose another PORT.`;
}

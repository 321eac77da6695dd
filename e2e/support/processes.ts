import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Outside } from "./outside";

/** Resident memory of a process, in megabytes; 0 when it has exited. */
export function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(stdout) / 1_024;
}

/** Watches the memory of a process until stopped. Returns the maximum seen, in megabytes. */
export function watchMemory(pid: number): { stop(): number } {
  let most = residentMegabytes(pid);
  const timer = setInterval(() => {
    most = Math.max(most, residentMegabytes(pid));
  }, 200);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(most, residentMegabytes(pid));
    },
  };
}

/** The main process of the product's PostgreSQL. */
export async function postgresPid(outside: Outside): Promise<number> {
  const [row] = await outside.query<{ data_directory: string }>("show data_directory");
  const file = path.join(row?.data_directory ?? "", "postmaster.pid");
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}

/**
 * Suspends every process of the product's PostgreSQL, like a machine that hangs: nothing is rejected, and nothing
 * responds. Returns a function that resumes it.
 */
export async function freezePostgres(outside: Outside): Promise<() => void> {
  const main = await postgresPid(outside);
  // The main process first, so that it starts no new one while the others are suspended.
  process.kill(main, "SIGSTOP");
  const pids = [main, ...childrenOf(main)];
  for (const pid of pids.slice(1)) process.kill(pid, "SIGSTOP");
  let frozen = true;
  return () => {
    if (!frozen) return;
    frozen = false;
    for (const pid of pids.toReversed()) process.kill(pid, "SIGCONT");
  };
}

function childrenOf(parent: number): number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
}

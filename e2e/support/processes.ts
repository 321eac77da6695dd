import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Outside } from "./outside";

/** Memory of a process that is in use, in megabytes; 0 when it has ended. */
export function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(stdout) / 1_024;
}

/** Watches the memory of a process until told to stop; then the most that was seen, in megabytes. */
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
 * Stops every process of the product's PostgreSQL, as a machine that hangs does: nothing is refused, nothing is
 * answered. Returns how to let it go on.
 */
export async function freezePostgres(outside: Outside): Promise<() => void> {
  const main = await postgresPid(outside);
  // The main process first: then no new one comes while the others are stopped.
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

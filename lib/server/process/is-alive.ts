import "server-only";
import { readFileSync } from "node:fs";

/** True for a running process. A zombie, which has exited but still has an id, does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return !/^[ZX]/.test(processFields(pid)[0] ?? "");
}

/** Start time of the process in kernel ticks; empty where the system does not provide it. */
export function processStart(pid: number): string {
  return processFields(pid)[19] ?? "";
}

/** Fields of /proc/<pid>/stat from the state on; the command name before them may contain anything. */
function processFields(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

import "server-only";
import { readFileSync } from "node:fs";

/** True for a process that runs. One that has ended and that nobody collected still has a number: it does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return !/^[ZX]/.test(processFields(pid)[0] ?? "");
}

/** When the process started, in the kernel's own count; empty where the system does not tell. */
export function processStart(pid: number): string {
  return processFields(pid)[19] ?? "";
}

/** Fields of /proc/<pid>/stat from the state on: the command's name before them may hold anything. */
function processFields(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { spawnSync } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { isAlive } from "../process/is-alive";
import { bareEnvironment, type PostgresHome } from "./postgres-home";

/**
 * Cleans up after a killed run: stops a server that still runs on this data, and removes a `postmaster.pid` whose
 * process is dead or is another program by now. Only called while holding the instance's lock.
 */
export async function clearLeftovers(home: PostgresHome, data: string): Promise<void> {
  const file = path.join(data, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return;
  const pid = Number(text.split("\n")[0]);
  if (Number.isInteger(pid) && pid > 0 && (await serves(pid, data))) {
    stopServer(home, data);
    if (!(await endsSoon(pid, data)))
      throw new OperatorProblem(`PostgreSQL from an earlier run (process ${pid}) does not stop.`);
  }
  await rm(file, { force: true });
}

/** pg_ctl returns when the server has released its data, shortly before its process exits. */
async function endsSoon(pid: number, data: string): Promise<boolean> {
  for (let look = 0; look < 100; look += 1) {
    if (!(await serves(pid, data))) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function stopServer(home: PostgresHome, data: string): void {
  for (const mode of ["fast", "immediate"]) {
    const result = spawnSync(
      path.join(home.binaries, "pg_ctl"),
      ["stop", "-D", data, "-m", mode, "-w", "-t", "20"],
      {
        ...(home.user ?? {}),
        cwd: home.folder,
        env: bareEnvironment,
        stdio: "ignore",
      },
    );
    if (result.status === 0) return;
  }
}

/** True when the process is a PostgreSQL on exactly this data: process ids are reused, and folders copied. */
async function serves(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const folder = await realpath(data);
  if (process.platform === "linux") {
    const [at, name] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => null),
      readFile(`/proc/${pid}/comm`, "utf8").catch(() => ""),
    ]);
    // In a locked-down container even root may not inspect other processes; then the command's name has to suffice.
    return name.trim() === "postgres" && (at === null || at === folder);
  }
  const result = spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  return result.status === 0 && result.stdout.includes("postgres") && result.stdout.includes(data);
}

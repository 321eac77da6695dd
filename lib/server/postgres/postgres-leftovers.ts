import "server-only";
import { spawnSync } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { isAlive } from "../process/is-alive";
import { bareEnvironment, type PostgresHome } from "./postgres-home";

/**
 * Clears what a killed run left behind: a server that still runs on this data is stopped, a `postmaster.pid` that
 * belongs to nobody, or to some other program by now, is removed. Only called while holding the instance's lock.
 */
export async function clearLeftovers(home: PostgresHome, data: string): Promise<void> {
  const file = path.join(data, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return;
  const pid = Number(text.split("\n")[0]);
  if (Number.isInteger(pid) && pid > 0 && (await serves(pid, data))) {
    stopServer(home, data);
    if (!(await endsSoon(pid, data)))
      throw new Error(`A PostgreSQL of an earlier run (process ${pid}) does not stop.`);
  }
  await rm(file, { force: true });
}

/** The tool returns when the server has let go of its data, a moment before the process is gone. */
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

/** True when the process is a PostgreSQL on exactly this data: process numbers are used again, and folders copied. */
async function serves(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const folder = await realpath(data);
  if (process.platform === "linux") {
    const [at, name] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => null),
      readFile(`/proc/${pid}/comm`, "utf8").catch(() => ""),
    ]);
    // Root's neighbours in a closed container may not be looked into: then the command's name has to do.
    return name.trim() === "postgres" && (at === null || at === folder);
  }
  const result = spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  return result.status === 0 && result.stdout.includes("postgres") && result.stdout.includes(data);
}

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Copies of this checkout that run now, by their locks: `{ pid, port }`. */
export function runningCopies(dataDir = process.env.DATA_DIR || ".data") {
  const folders = [
    dataDir,
    ...names(dataDir)
      .filter((name) => name.startsWith("port-"))
      .map((name) => path.join(dataDir, name)),
  ];
  return folders.flatMap((folder) => {
    try {
      const lock = JSON.parse(readFileSync(path.join(folder, "instance.lock"), "utf8"));
      return isAlive(lock.pid) ? [{ pid: lock.pid, port: lock.port }] : [];
    } catch {
      return [];
    }
  });
}

function names(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

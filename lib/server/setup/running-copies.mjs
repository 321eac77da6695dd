import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "./is-alive.mjs";

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

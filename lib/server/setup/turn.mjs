import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "./is-alive.mjs";
import { say } from "./run.mjs";

const lockFile = ".data/setup.lock";

/** Two commands of one checkout set up one after the other. The lock of a dead process is taken over. */
export async function inTurn(work) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  let told = false;
  while (!take()) {
    if (!told) say("Waiting for another command of this checkout to finish its set-up …");
    told = true;
    await pause(300);
  }
  const release = () => rmSync(lockFile, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function take() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const holder = readHolder();
  // A holder between creating and writing the file shows as 0: look again.
  if (holder > 0 && !isAlive(holder)) rmSync(lockFile, { force: true });
  return false;
}

function readHolder() {
  try {
    return Number(readFileSync(lockFile, "utf8"));
  } catch {
    return 0;
  }
}

import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readStamp, fingerprint } from "./fingerprint.mjs";
import { step } from "./run.mjs";

const stampFile = "node_modules/.counterfoil-lock";

/** Makes node_modules what package-lock.json says. Quick when it already is. */
export async function install() {
  const wanted = fingerprint(["package-lock.json"]);
  if (readStamp(stampFile) === wanted) return;
  if (!matchesLock()) {
    await step("Installing packages (about a minute the first time)", npmCi);
  }
  writeFileSync(stampFile, wanted);
}

/** True when npm's own record of what it installed has every package of the lock, in its version. */
function matchesLock() {
  const record = "node_modules/.package-lock.json";
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  return Object.entries(wanted).every(
    ([place, entry]) => place === "" || entry.optional || installed[place]?.version === entry.version,
  );
}

/**
 * Install scripts stay off: nothing is fetched past the lock file, and the two things that scripts would do here
 * (links beside the PostgreSQL libraries, Prisma's client) are done by ourselves.
 */
function npmCi() {
  const args = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js")
    ? [process.execPath, process.env.npm_execpath, ...args]
    : [process.platform === "win32" ? "npm.cmd" : "npm", ...args];
  return new Promise((resolve, reject) => {
    const [program, ...rest] = npm;
    const child = spawn(program, rest, {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
      env: { ...process.env, NODE_ENV: "development" },
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

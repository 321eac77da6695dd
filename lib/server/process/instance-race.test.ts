import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const starters = 12;
const rounds = 8;

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "instance-race-"));
  await build({
    stdin: {
      contents: `
        import { existsSync, readdirSync, writeFileSync } from "node:fs";
        import path from "node:path";
        import { acquireInstanceLock } from "./lib/server/process/instance-lock";
        const [, , base, rounds, starters] = process.argv;
        const everybody = (place, mark) => {
          writeFileSync(path.join(place, mark + "-" + process.pid), "");
          while (readdirSync(place).filter((name) => name.startsWith(mark)).length < Number(starters));
        };
        for (let round = 0; round < Number(rounds); round += 1) {
          const place = path.join(base, "round-" + round);
          everybody(place, "ready");
          try {
            acquireInstanceLock(path.join(place, "data"), 3000);
            process.stdout.write(round + " ");
          } catch {}
          everybody(place, "done");
        }`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: path.join(folder, "starter.mjs"),
    alias: { "@": process.cwd() },
    conditions: ["react-server"],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(["nothing", "a dead process's lock", "half a lock"])(
  "of many concurrent starts over %s exactly one takes the folder",
  async (left) => {
    const base = mkdtempSync(path.join(folder, "base-"));
    const dead = { pid: 2 ** 22 - 3, port: 3000, startedAt: "2026-01-01T00:00:00Z", processStart: "1" };
    for (let round = 0; round < rounds; round += 1) {
      const data = path.join(base, `round-${round}`, "data");
      mkdirSync(data, { recursive: true });
      if (left === "a dead process's lock")
        writeFileSync(path.join(data, "instance.lock"), JSON.stringify(dead));
      if (left === "half a lock") writeFileSync(path.join(data, "instance.lock"), "{ half a fi");
    }
    const args = [path.join(folder, "starter.mjs"), base, `${rounds}`, `${starters}`];
    const outputs = await Promise.all(Array.from({ length: starters }, () => run(process.execPath, args)));
    const taken = outputs.flatMap(({ stdout }) => stdout.trim().split(" ").filter(Boolean).map(Number));
    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rounds }, (_, round) => round));
    const lock = path.join(base, "round-0", "data", "instance.lock");
    expect(existsSync(lock) && JSON.parse(readFileSync(lock, "utf8"))).toMatchObject({ port: 3000 });
  },
  60_000,
);

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { createLog } from "./log";
import { privateConsole } from "./private-output";

it("logs only the size of printed text, or the kind and place of an error", () => {
  const lines: string[] = [];
  const printed = privateConsole(createLog("info", { write: (line) => lines.push(line) }), "pages");
  printed.error("⨯", new TypeError("canary"));
  printed.warn("canary é", { canary: 1 });
  printed.log();
  printed.error(Object.assign(new Error("canary"), { digest: "12" }));
  expect(lines.join("")).not.toContain("canary");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, event: "unexpected_error", part: "pages", kind: "TypeError" },
    { level: 40, event: "unexpected_output", part: "pages", bytes: 9 },
    { level: 40, event: "unexpected_output", part: "pages", bytes: 0 },
  ]);
});

it("a process that prints, warns and crashes writes only log lines and exits with 1", () => {
  const script = `
    import { keepOutputPrivate } from "./lib/config/private-output.ts";
    keepOutputPrivate("server", { exitOnCrash: true });
    console.error("canary", { canary: 1 });
    process.emitWarning("canary", { code: "SOME_WARNING" });
    setTimeout(() => Promise.reject(new RangeError("canary")), 20);`;
  const options = ["--import", "tsx", "--conditions=react-server", "--input-type=module", "-e", script];
  const { status, stdout, stderr } = spawnSync(process.execPath, options, { encoding: "utf8" });
  expect(`${stdout}${stderr}`).not.toContain("canary");
  expect(stderr).toBe("");
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { level: 40, event: "unexpected_output", part: "server", bytes: 6 },
    { level: 40, event: "process_warning", part: "server", code: "SOME_WARNING" },
    { level: 60, event: "crashed", part: "server", kind: "RangeError" },
  ]);
  expect(status).toBe(1);
});

it("a process whose reader is gone, such as a closed terminal, goes on and ends as it should", async () => {
  const script = `
    import { keepOutputPrivate } from "./lib/config/private-output.ts";
    keepOutputPrivate("server", { exitOnCrash: true });
    process.on("SIGTERM", () => {
      for (let turn = 0; turn < 3; turn += 1) {
        process.stdout.write("Stopping.\\n");
        process.stderr.write("Stopping.\\n");
        console.error("canary");
      }
      setTimeout(() => process.exit(23), 100);
    });
    setInterval(() => undefined, 1_000);
    process.stdout.write("Ready.\\n");`;
  const options = ["--import", "tsx", "--conditions=react-server", "--input-type=module", "-e", script];
  const child = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "pipe"] });
  await once(child.stdout, "data");
  child.stdout.destroy();
  child.stderr.destroy();
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([23, null]);
});

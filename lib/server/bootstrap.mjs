// The entry of every command, in plain JavaScript that needs only Node. Each command sets up what it needs (packages,
// database client, pages), so that it works on a fresh clone.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { build } from "./setup/build.mjs";
import { runChecks } from "./setup/checks.mjs";
import { compile, compiledProgram } from "./setup/compile.mjs";
import { fuzzOptions } from "./setup/fuzz-options.mjs";
import { generate } from "./setup/generate.mjs";
import { install } from "./setup/install.mjs";
import { runNode, say, SetupError } from "./setup/run.mjs";
import { inTurn } from "./setup/turn.mjs";

const root = path.resolve(import.meta.dirname, "../..");
// The longest first.
const quick = ["unit", "types", "lint", "format", "boundaries", "unused"];
const typescript = ["--import", "tsx", "--conditions=react-server"];

const commands = {
  start: {
    needs: [install, generate, compile, build],
    run: (args) => supervise([...compiledProgram("server"), ...args]),
  },
  dev: {
    needs: [install, generate],
    run: (args) => supervise([...typescript, "lib/server/main.ts", "--dev", ...args]),
  },
  build: { needs: [install, generate, compile, build], run: () => 0 },
  test: {
    needs: [install, generate, compile, build],
    run: () => runChecks([[...quick, "weight"], ["test:db"], ["test:e2e"]]),
    hasFuzzOptions: true,
  },
  check: { needs: [install, generate], run: () => runChecks([quick]) },
  "test:db": { needs: [install, generate], run: (args) => runChecks([["test:db"]], args) },
  "test:e2e": {
    needs: [install, generate, compile, build],
    run: (args) => runChecks([["test:e2e"]], args),
    hasFuzzOptions: true,
  },
  bench: {
    needs: [install, generate, compile],
    run: (args) => runNode([...compiledProgram("bench"), ...args]),
  },
  screenshots: {
    needs: [install, generate, compile, build],
    run: (args) => runTypeScript("lib/testing/screenshots.ts", args),
  },
  counterfoil: {
    needs: [install, generate, compile],
    run: (args) => runNode([...compiledProgram("counterfoil"), ...args]),
  },
  "db:generate": { needs: [install, () => generate({ force: true })], run: () => 0 },
  openapi: {
    needs: [install, generate],
    run: () => runTypeScript("lib/server/commands/openapi.ts", []),
  },
  "db:diff": {
    needs: [install, generate],
    run: (args) => runTypeScript("lib/server/commands/db-diff.ts", args),
  },
};

/** Commands that act on an instance read the operator's `.env`. Checks must not. */
const readsOperatorFile = new Set(["start", "dev", "counterfoil"]);

async function main() {
  process.chdir(root);
  requireNode(20, 19);
  const [name = "start", ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command)
    throw new SetupError(`Unknown command ${name}. Commands: ${Object.keys(commands).join(", ")}`);
  const { rest, environment } = command.hasFuzzOptions ? fuzzOptions(args) : { rest: args, environment: {} };
  Object.assign(process.env, environment);
  if (readsOperatorFile.has(name) && existsSync(".env")) process.loadEnvFile(".env");
  await inTurn(async () => {
    for (const need of command.needs) await need();
  });
  return command.run(rest);
}

function runTypeScript(file, args) {
  return runNode([...typescript, file, ...args]);
}

/**
 * Runs the server until it exits. The server has a channel to this process and stops when this process has exited, for
 * whatever reason. Signals that reach only this process are forwarded.
 */
function supervise(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

function requireNode(major, minor) {
  const [currentMajor = 0, currentMinor = 0] = process.versions.node.split(".").map(Number);
  if (currentMajor > major || (currentMajor === major && currentMinor >= minor)) return;
  throw new SetupError(`Node ${major}.${minor} or newer is required; this is ${process.versions.node}.`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

/**
 * Starts the product as a stranger would (`npm start`'s own entry, the production build, an empty data folder) and
 * stops it after the last test. Its log stays in `.test/e2e/product.log`, which the last spec reads. While tests are
 * written, E2E_ORIGIN, E2E_DATA_DIR and E2E_LOG name a product that already runs, and it is left running.
 */
export default async function startProduct(): Promise<() => Promise<void>> {
  if (process.env.E2E_ORIGIN && process.env.E2E_DATA_DIR) return async () => undefined;
  const root = path.resolve(import.meta.dirname, "../..");
  const dataDir = path.join(root, ".test/e2e");
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const logFile = path.join(dataDir, "product.log");
  const log = createWriteStream(logFile);
  const child = spawn(process.execPath, [path.join(root, "lib/server/bootstrap.mjs"), "start"], {
    cwd: root,
    env: {
      ...cleanEnvironment(),
      PORT: String(port),
      DATA_DIR: path.join(dataDir, "data"),
      OPERATOR_EMAILS: "operator@example.test",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const origin = `http://localhost:${port}`;
  await untilReady(origin, child, logFile);
  process.env.E2E_ORIGIN = origin;
  process.env.E2E_DATA_DIR = path.join(dataDir, "data");
  process.env.E2E_LOG = logFile;
  return async () => {
    await stop(child);
    log.end();
  };
}

/** A stranger's environment: none of ours that would point the product elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(DATABASE_URL|STRIPE_|SMTP_|APP_URL|AUTH_|ENCRYPTION_|SANDBOX|CATALOG_|NODE_OPTIONS|NODE_ENV)/.test(
        name,
      ),
  );
  return Object.fromEntries(kept) as NodeJS.ProcessEnv;
}

async function untilReady(origin: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + 10 * 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const ready = await fetch(`${origin}/api/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(
    `The product did not become ready. Its log:\n${readFileSync(logFile, "utf8").slice(-4_000)}`,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const forced = setTimeout(() => child.kill("SIGKILL"), 40_000);
  await ended;
  clearTimeout(forced);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "@/lib/server/process/free-port";

export type Launched = {
  readonly origin: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logFile: string;
  /** Milliseconds from the command to the first 200 of the readiness probe. */
  readonly readyMs: number;
  /** Stops it like Ctrl-C. */
  stop(): Promise<void>;
  /** Resolves when the process has exited, for whatever reason. */
  readonly ended: Promise<void>;
};

export const root = path.resolve(import.meta.dirname, "../..");

type LaunchOptions = { readonly port?: number; readonly environment?: Readonly<Record<string, string>> };

/** Starts the product like a new user: the entry of `npm start`, the production build, a data folder and a port. */
export async function launch(
  folder: string,
  { port, environment = {} }: LaunchOptions = {},
): Promise<Launched> {
  mkdirSync(folder, { recursive: true });
  const chosen = port ?? (await freePort());
  const dataDir = path.join(folder, "data");
  const logFile = path.join(folder, "product.log");
  const log = createWriteStream(logFile, { flags: "a" });
  const startedAt = Date.now();
  const child = spawn(process.execPath, [path.join(root, "lib/server/bootstrap.mjs"), "start"], {
    cwd: root,
    env: {
      ...cleanEnvironment(),
      PORT: String(chosen),
      DATA_DIR: dataDir,
      OPERATOR_EMAILS: "operator@example.test,spare-operator@example.test",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const origin = `http://localhost:${chosen}`;
  await untilReady(origin, child, logFile);
  const readyMs = Date.now() - startedAt;
  return { origin, port: chosen, dataDir, logFile, readyMs, ended, stop: () => stop(child, ended) };
}

/** A new user's environment, without our variables that would configure the product. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(DATABASE_URL|STRIPE_|SMTP_|APP_URL|AUTH_|ENCRYPTION_|SANDBOX|COUNTERFOIL_|SIGNUP_|CATALOG_|FREE_|ANSWER_|STALLED_|SHUTDOWN_|COMPLETIONS_|LOG_LEVEL|NODE_OPTIONS|NODE_ENV|NEXTAUTH_)/.test(
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
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(
    `The product did not become ready. Its log:\n${readFileSync(logFile, "utf8").slice(-4_000)}`,
  );
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const forced = setTimeout(() => child.kill("SIGKILL"), 40_000);
  await ended;
  clearTimeout(forced);
}

import "server-only";
import { survivingClient } from "@/lib/db/surviving-client";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { freePort } from "../process/free-port";
import { bareEnvironment, type PostgresHome, preparePostgresHome, writePrivately } from "./postgres-home";
import { clearLeftovers } from "./postgres-leftovers";

export type EmbeddedPostgres = {
  /** URL of the product's database, as the superuser. */
  readonly url: string;
  /** URL of the maintenance database, for creating others. */
  readonly adminUrl: string;
  readonly port: number;
  /** Where the data is stored if not under DATA_DIR, as a sentence. */
  readonly note: string | null;
  /** Resolves when the server has exited, for whatever reason. */
  readonly exited: Promise<void>;
  /** Fast shutdown: running statements are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  readonly dataDir: string;
  readonly password: string;
  /** Trades durability for speed, for tests and throw-away databases. */
  readonly throwAway?: boolean;
  /** The previous port, so that URLs stay valid; any free one when absent. */
  readonly port?: number;
};

const superuser = "counterfoil";
const database = "counterfoil";
const logSizeMax = 10 * 1024 * 1024;
const startTimeoutMs = 60_000;
const stopTimeoutMs = 25_000;

/** Keeps statements, parameters and row content out of the log. An error is logged only with its code. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_statement: "none",
  log_min_error_statement: "panic",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_error_verbosity: "terse",
  password_encryption: "scram-sha-256",
};
const throwAwaySettings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  shared_buffers: "128MB",
};

/**
 * Starts a real PostgreSQL on a free port of 127.0.0.1, and creates its data folder on first use. Cleans up after a
 * killed run. The caller must be the only user of `dataDir` (see instance-lock.ts).
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await preparePostgresHome(options.dataDir);
  const data = path.join(home.folder, "data");
  if (!existsSync(path.join(data, "PG_VERSION"))) await initialise(home, data, options);
  await clearLeftovers(home, data);
  const log = path.join(options.dataDir, "postgres.log");
  await rotate(log);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const child = launch({ home, data, log, port }, options.throwAway ?? false);
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const address = (name: string) =>
      `postgresql://${superuser}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${name}`;
    if (await accepts(child, address("postgres"))) {
      const stop = () => stopChild(child, exited);
      await createDatabase(address("postgres")).catch(async (reason: unknown) => {
        await stop();
        throw reason;
      });
      return { url: address(database), adminUrl: address("postgres"), port, note: home.note, exited, stop };
    }
    // Another program may have taken the port, or workers of a killed server still hold its shared memory.
    if (attempt === 5) throw new OperatorProblem(`PostgreSQL did not start. Its log: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, attempt * 500));
  }
}

/**
 * Creates the data folder under another name and renames it when complete, so that an interrupted first start is
 * repeated.
 */
async function initialise(home: PostgresHome, data: string, options: EmbeddedPostgresOptions): Promise<void> {
  const unfinished = `${data}.new`;
  const passwordFile = path.join(home.folder, "password");
  await rm(unfinished, { recursive: true, force: true });
  await writePrivately(passwordFile, `${options.password}\n`, home.user);
  try {
    const args = [`--pgdata=${unfinished}`, `--username=${superuser}`, `--pwfile=${passwordFile}`];
    // The built-in locale has the same sort order and case rules on every machine.
    args.push("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    args.push("--auth=scram-sha-256", ...(options.throwAway ? ["--no-sync"] : []));
    const result = spawnSync(path.join(home.binaries, "initdb"), args, {
      ...spawnOptions(home),
      encoding: "utf8",
    });
    if (result.status !== 0) {
      throw new OperatorProblem(
        `initdb failed: ${(result.stderr || result.error?.message || "no message").trim()}`,
      );
    }
    await rename(unfinished, data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

type Launch = {
  readonly home: PostgresHome;
  readonly data: string;
  readonly log: string;
  readonly port: number;
};

function launch({ home, data, log, port }: Launch, throwAway: boolean): ChildProcess {
  const all = { ...settings, ...(throwAway ? throwAwaySettings : {}), port: String(port) };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openSync(log, "a", 0o600);
  try {
    // In its own process group: Ctrl-C must reach only the supervisor, which stops the database last.
    return spawn(path.join(home.binaries, "postgres"), ["-D", data, ...flags], {
      ...spawnOptions(home),
      detached: true,
      stdio: ["ignore", output, output],
    });
  } finally {
    closeSync(output);
  }
}

/** The server's environment has none of our secrets, and its working folder is accessible to its user. */
function spawnOptions(home: PostgresHome) {
  return { ...(home.user ?? {}), cwd: home.folder, env: bareEnvironment };
}

async function accepts(child: ChildProcess, address: string): Promise<boolean> {
  let failed = false;
  child.once("error", () => (failed = true));
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    if (failed || child.exitCode !== null || child.signalCode !== null) return false;
    const client = survivingClient({ connectionString: address, connectionTimeoutMillis: 2_000 });
    const error = await client.connect().then(
      () => null,
      (reason: unknown) => reason,
    );
    await client.end().catch(() => undefined);
    if (error === null) return true;
    if (isWrongPassword(error)) {
      child.kill("SIGINT");
      throw new OperatorProblem(
        "The embedded database does not accept the password in DATA_DIR/secrets.json. Restore that file.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGQUIT");
  return false;
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "28P01";
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = survivingClient({ connectionString: adminUrl, connectionTimeoutMillis: startTimeoutMs });
  try {
    await client.connect();
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${database}"`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGINT");
  // An immediate stop is safe too: the next start replays the write-ahead log.
  const impatient = setTimeout(() => child.kill("SIGQUIT"), stopTimeoutMs);
  await exited;
  clearTimeout(impatient);
}

async function rotate(log: string): Promise<void> {
  const size = await stat(log).then(
    (entry) => entry.size,
    () => 0,
  );
  if (size > logSizeMax) await rename(log, `${log}.1`);
}

import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { findPostgresBinaries } from "./postgres-binaries";

/** The user that PostgreSQL runs as. Null: the user of this process. */
export type PostgresUser = { readonly uid: number; readonly gid: number };

/** Folder and user of an embedded server. */
export type PostgresHome = {
  /** Folder owned by the server's user. Its subfolder `data` has the data and nothing else. */
  readonly folder: string;
  readonly binaries: string;
  readonly user: PostgresUser | null;
  /** Why it is not under DATA_DIR, as a sentence for the terminal. Null when it is. */
  readonly note: string | null;
};

/** Environment of the server's programs, without our secrets. */
export const bareEnvironment = {
  NODE_ENV: "production",
  LC_ALL: "C",
  TZ: "UTC",
  PATH: "/usr/bin:/bin",
} as const;

/**
 * Decides where the server's files are and which user it runs as. PostgreSQL refuses to run as root, so root starts it
 * as `postgres`, or `nobody`. If that user cannot reach binaries and data (a checkout in a private home folder), both
 * move to /var/lib/counterfoil, under a name unique to this checkout.
 */
export async function preparePostgresHome(dataDir: string): Promise<PostgresHome> {
  const { folder: native, version } = await findPostgresBinaries();
  const wanted = path.join(dataDir, "postgres");
  if (process.getuid?.() !== 0) {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    return { folder: wanted, binaries: path.join(native, "bin"), user: null, note: null };
  }
  const owner = await dataOwner(wanted);
  const user = owner ?? (await unprivilegedUser());
  await ownedFolder(wanted, user);
  const seesBinaries = runs(path.join(native, "bin", "postgres"), ["--version"], user);
  if (seesBinaries && canEnter(wanted, user)) {
    return { folder: wanted, binaries: path.join(native, "bin"), user, note: null };
  }
  if (existsSync(path.join(wanted, "data"))) {
    throw new OperatorProblem(
      `The database in ${wanted} cannot be reached by its user: give others execute permission on its parent folders.`,
    );
  }
  await rm(wanted, { recursive: true, force: true });
  const elsewhere = path.join("/var/lib/counterfoil", fingerprint(process.cwd()));
  await mkdir(elsewhere, { recursive: true, mode: 0o755 });
  for (const folder of ["/var/lib/counterfoil", elsewhere]) await chmod(folder, 0o755);
  const copied = await copyBinaries(native, path.join(elsewhere, `native-${version}`));
  const folder = path.join(elsewhere, `postgres-${fingerprint(dataDir)}`);
  await ownedFolder(folder, user);
  const note = `PostgreSQL may not run as root, and its user cannot reach this folder, so its data is in ${folder}.`;
  return { folder, binaries: path.join(copied, "bin"), user, note };
}

/** The data's current owner keeps it, whichever users exist now. Null without data, or if root owns it by mistake. */
async function dataOwner(folder: string): Promise<PostgresUser | null> {
  const entry = await stat(path.join(folder, "data")).catch(() => null);
  return entry && entry.uid !== 0 ? { uid: entry.uid, gid: entry.gid } : null;
}

async function ownedFolder(folder: string, user: PostgresUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, user.uid, user.gid);
}

async function copyBinaries(from: string, to: string): Promise<string> {
  const done = await stat(to).then(
    () => true,
    () => false,
  );
  if (done) return to;
  const unfinished = `${to}.${process.pid}`;
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, to);
  return to;
}

async function unprivilegedUser(): Promise<PostgresUser> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new OperatorProblem(
    "PostgreSQL may not run as root and there is no user postgres or nobody. Set DATABASE_URL to your own server.",
  );
}

function canEnter(folder: string, user: PostgresUser): boolean {
  return runs("/bin/sh", ["-c", 'cd "$0" && test -w .', folder], user);
}

function runs(program: string, args: readonly string[], user: PostgresUser): boolean {
  return spawnSync(program, args, { ...user, cwd: "/", stdio: "ignore", env: bareEnvironment }).status === 0;
}

function fingerprint(text: string): string {
  return createHash("sha256").update(path.resolve(text)).digest("hex").slice(0, 12);
}

/** Writes a file that only the server's user can read, to pass a password to initdb. */
export async function writePrivately(file: string, text: string, user: PostgresUser | null): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  if (user) await chown(file, user.uid, user.gid);
}

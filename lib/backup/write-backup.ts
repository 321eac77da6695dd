import "server-only";
import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { withBackupClient } from "./internal/backup-client";
import { appliedMigrations, backupTables, partitionNames, quoted } from "./internal/backup-tables";
import { noteBackup } from "./last-backup";
import { type BackupTable, endOfRows, formatName, formatVersion } from "./rules/backup-format";

export type WrittenBackup = {
  readonly file: string;
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
};

/**
 * Writes all tables of a backup to a file, as of one moment: in one snapshot, streamed, while the product keeps
 * running. `target` is a new file, or a folder in which a file is created with the time in its name. The file gets its
 * final name only when it is complete and on disk, and only its owner can read it.
 */
export async function writeBackup(target: string): Promise<WrittenBackup> {
  return withBackupClient(async (client) => {
    const tables = await backupTables(client);
    await client.query("begin isolation level repeatable read read only");
    // Before the snapshot is taken: a partition that is dropped after it, and before it is read, would be missing.
    await client.query(
      `lock table ${tables.map(({ table }) => quoted(table)).join(", ")} in access share mode`,
    );
    await client.query(
      "set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex'; set local extra_float_digits = 1",
    );
    const { rows } = await client.query<{ now: Date }>("select clock_timestamp()::timestamptz(3) as now");
    const takenAt = (rows[0]?.now ?? new Date()).toISOString();
    const file = await fileAt(target, takenAt);
    const writer = new BackupWriter();
    const partial = `${file}.partial`;
    try {
      const output = createWriteStream(partial, { flags: "wx", mode: 0o600 });
      await pipeline(Readable.from(writer.all(client, tables, takenAt)), createGzip({ level: 6 }), output);
      await flushToDisk(partial);
      await rename(partial, file);
    } catch (error) {
      if (isTaken(error))
        throw new OperatorProblem(
          `${partial} is there: another backup is being written, or one was cut short.`,
        );
      await rm(partial, { force: true });
      throw error;
    }
    await client.query("commit");
    const { size } = await stat(file);
    const written = { file, takenAt, tables: tables.length, rows: writer.rows, bytes: size };
    await noteBackup(written);
    return written;
  });
}

/** Writes the file's lines, and counts for its last line. */
class BackupWriter {
  rows = 0;
  readonly #lines = createHash("sha256");

  async *all(client: Client, tables: readonly BackupTable[], takenAt: string): AsyncGenerator<Buffer> {
    const migrations = await appliedMigrations(client);
    const partitions = await partitionNames(client);
    yield this.#line({ format: formatName, version: formatVersion, takenAt, migrations, partitions });
    for (const { table, columns } of tables) {
      yield this.#line({ table, columns });
      const hash = createHash("sha256");
      const count = { rows: 0 };
      yield* rowsOf(client, { table, columns }, hash, count);
      yield Buffer.from(endOfRows);
      yield this.#line({ rows: count.rows, sha256: hash.digest("hex") });
      this.rows += count.rows;
    }
    const sha256 = this.#lines.digest("hex");
    yield Buffer.from(`${JSON.stringify({ tables: tables.length, rows: this.rows, sha256 })}\n`);
  }

  #line(value: object): Buffer {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    this.#lines.update(line);
    return line;
  }
}

const newline = 10;

/** The rows in COPY's text format, where a line end is always the end of a row. */
async function* rowsOf(
  client: Client,
  { table, columns }: BackupTable,
  hash: Hash,
  count: { rows: number },
): AsyncGenerator<Buffer> {
  const names = columns.map(quoted).join(", ");
  // A query, because a partitioned table cannot be copied by its name.
  const stream: AsyncIterable<Buffer> = client.query(
    copyTo(`copy (select ${names} from ${quoted(table)}) to stdout`),
  );
  for await (const chunk of stream) {
    hash.update(chunk);
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) count.rows += 1;
    yield chunk;
  }
}

async function fileAt(target: string, takenAt: string): Promise<string> {
  const resolved = path.resolve(target);
  const found = await stat(resolved).catch(() => null);
  if (found?.isDirectory()) {
    const stamp = takenAt.replace(/[-:]|\.\d+/g, "");
    return fileAt(path.join(resolved, `counterfoil-${stamp}.backup.gz`), takenAt);
  }
  if (found) throw new OperatorProblem(`${resolved} already exists: choose a new file or a folder.`);
  await access(path.dirname(resolved)).catch(() => {
    throw new OperatorProblem(`There is no folder ${path.dirname(resolved)}.`);
  });
  return resolved;
}

async function flushToDisk(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { parsePartition } from "@/lib/activity/rules/partitions";
import { expireHolds } from "@/lib/ledger/processes/expire-holds";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { withBackupClient } from "./internal/backup-client";
import { appliedMigrations, backupTables, partitionNames, quoted } from "./internal/backup-tables";
import { readBackup } from "./internal/read-backup";
import { type BackupHeader, type BackupTable, migrationsDiffer } from "./rules/backup-format";

export type RestoredBackup = { readonly takenAt: string; readonly tables: number; readonly rows: number };

/**
 * Loads a backup into an empty database with the same migrations, in one transaction: all of it, or nothing. The whole
 * file is read first, so that one that is cut off changes nothing. The processes in the backup have ended: what they
 * held is released and counts as completions that could not be billed. Throws an `OperatorProblem` when it cannot be
 * restored.
 */
export async function restoreBackup(file: string): Promise<RestoredBackup> {
  const { end } = await readBackup(file);
  const { header } = await withBackupClient(async (client) => {
    await client.query("begin");
    const loader = new BackupLoader(client);
    const read = await readBackup(file, loader);
    await loader.finish();
    await client.query("update processes set ended_at = now() where ended_at is null");
    await client.query("commit");
    return read;
  });
  await expireHolds(async () => false);
  return { takenAt: header.takenAt, tables: end.tables, rows: end.rows };
}

class BackupLoader {
  readonly #client: Client;
  #expected: ReadonlyMap<string, BackupTable> = new Map();
  readonly #loaded = new Set<string>();

  constructor(client: Client) {
    this.#client = client;
  }

  async header({ migrations, partitions }: BackupHeader): Promise<void> {
    const difference = migrationsDiffer(migrations, await appliedMigrations(this.#client));
    if (difference)
      throw new OperatorProblem(
        `The backup does not match this version: ${difference}. Restore it with the version that wrote it, and update afterwards.`,
      );
    const tables = await backupTables(this.#client);
    this.#expected = new Map(tables.map((table) => [table.table, table]));
    await assertEmpty(this.#client, tables);
    await createPartitions(this.#client, partitions);
  }

  async table({ table, columns }: BackupTable, rows: AsyncIterable<Buffer>): Promise<number> {
    const expected = this.#expected.get(table);
    const isSame = expected && [...expected.columns].sort().join() === [...columns].sort().join();
    if (!isSame || this.#loaded.has(table))
      throw new OperatorProblem(`The backup does not match this version: its table ${table} differs here.`);
    this.#loaded.add(table);
    const name = quoted(table);
    // Rows that triggers or migrations created here are replaced by those of the backup.
    if (await hasRows(this.#client, table)) await this.#client.query(`delete from ${name}`);
    const names = columns.map(quoted).join(", ");
    const stream = this.#client.query(copyFrom(`copy ${name} (${names}) from stdin`));
    await pipeline(Readable.from(rows), stream);
    return stream.rowCount;
  }

  async finish(): Promise<void> {
    const missing = [...this.#expected.keys()].filter((table) => !this.#loaded.has(table));
    if (missing.length > 0) throw new OperatorProblem(`The backup lacks ${missing.join(", ")}.`);
  }
}

/** Checks that the database is unused: the migrations create one ended process and no other row. */
async function assertEmpty(client: Client, tables: readonly BackupTable[]): Promise<void> {
  for (const { table } of tables)
    if (await hasRows(client, table, table === "processes" ? "ended_at is null" : "true"))
      throw new OperatorProblem(
        `The database is not empty: there are rows in ${table}. Restore into a new one, in which nothing has run.`,
      );
}

async function hasRows(client: Client, table: string, condition = "true"): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    `select exists (select from ${quoted(table)} where ${condition}) as has`,
  );
  return rows[0]?.has ?? false;
}

async function createPartitions(client: Client, names: readonly string[]): Promise<void> {
  const there = new Set(await partitionNames(client));
  for (const name of names) {
    const partition = parsePartition(name);
    if (!partition || there.has(name)) continue;
    await client.query("select make_generation_partition($1, $2::date)", [
      partition.retention,
      partition.start.toISOString().slice(0, 10),
    ]);
  }
}

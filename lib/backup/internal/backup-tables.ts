import "server-only";
import type { ClientBase } from "pg";
import { type AppliedMigration, type BackupTable, inOrderOfKeys, leftOut } from "../rules/backup-format";

/** The tables of a backup, each after those that its foreign keys reference, with the columns that are not computed. */
export async function backupTables(client: ClientBase): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<BackupTable>(
    `select relname as table, array_agg(attname::text order by attnum) as columns
     from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
     group by relname`,
  );
  const keys = await client.query<{ from: string; to: string }>(
    `select distinct own.relname as from, other.relname as to from pg_constraint
     join pg_class own on own.oid = conrelid join pg_class other on other.oid = confrelid
     where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  const kept = rows.filter(({ table }) => !leftOut.has(table));
  const byName = new Map(kept.map((table) => [table.table, table]));
  return inOrderOfKeys([...byName.keys()], keys.rows).flatMap((name) => byName.get(name) ?? []);
}

export async function appliedMigrations(client: ClientBase): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `select migration_name as name, checksum from _prisma_migrations
     where finished_at is not null and rolled_back_at is null order by migration_name`,
  );
  return rows;
}

/** Names of the partitions of `generations`. */
export async function partitionNames(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relispartition order by relname`,
  );
  return rows.map(({ name }) => name);
}

/** The names are constants or were validated by the format; they are quoted nonetheless. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

import fs from "node:fs";
import { vi } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { asOwner } from "./database";

/** A text that failing tables quote in their errors, and that no log line may contain. */
export const canary = "zebrafinch-91b4e7";

/** Prepares the database of a test for `whileTableFails`. */
export async function prepareFailures(): Promise<void> {
  await asOwner((client) =>
    client.query(`create function canary_fails() returns boolean language plpgsql volatile as $$
      begin raise exception '${canary}' using detail = '${canary}', hint = '${canary}'; end $$`),
  );
}

/**
 * Collects the lines of the log, which writes only through `fs.writeSync`. Call it before anything reads the environment,
 * and restore the mocks after the test.
 */
export function collectLog(): () => readonly string[] {
  process.env.LOG_LEVEL = "debug";
  const written: string[] = [];
  const write = fs.writeSync.bind(fs) as (...parts: unknown[]) => number;
  vi.spyOn(fs, "writeSync").mockImplementation(((...parts: unknown[]) => {
    written.push(String(parts[1]));
    return write(...parts);
  }) as typeof fs.writeSync);
  return () => written.join("").split("\n").filter(Boolean);
}

/** Every table of the product. */
export async function allTables(): Promise<string[]> {
  const { rows } = await sqlPool().query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like '\\_%'`,
  );
  return rows.map(({ name }) => name);
}

/** Every read of the table fails with an error of the database that quotes the canary; every write fails too. */
export async function whileTableFails(table: string, work: () => Promise<void>): Promise<void> {
  const statements = async (text: string) => asOwner((client) => client.query(text));
  await statements(
    `alter table ${table} rename to away; create view ${table} as select away.* from (select canary_fails() as ok) as first left join away on first.ok; grant all on ${table} to public`,
  );
  try {
    await work();
  } finally {
    await statements(`drop view ${table}; alter table away rename to ${table}`);
  }
}

import fs from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isLogLine } from "@/lib/config/log";
import { closeDb, sqlPool } from "@/lib/db/client";
import { runEvery } from "@/lib/jobs/run-every";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { jobs } from "./jobs";

const canary = "zebrafinch-91b4e7";
const written: string[] = [];

beforeAll(async () => {
  await testDatabase();
  process.env.LOG_LEVEL = "debug";
  // The log writes only through this function.
  const write = fs.writeSync.bind(fs) as (...parts: unknown[]) => number;
  vi.spyOn(fs, "writeSync").mockImplementation(((...parts: unknown[]) => {
    written.push(String(parts[1]));
    return write(...parts);
  }) as typeof fs.writeSync);
  await createWorkspace({ credits: 5n });
  await asOwner((client) =>
    client.query(`create function canary_fails() returns boolean language plpgsql volatile as $$
      begin raise exception '${canary}' using detail = '${canary}', hint = '${canary}'; end $$`),
  );
});
afterAll(async () => {
  vi.restoreAllMocks();
  await closeDb();
});

async function tables(): Promise<string[]> {
  const { rows } = await sqlPool().query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like '\\_%'`,
  );
  return rows.map(({ name }) => name);
}

/** Every read of the table fails with an error of the database that quotes the canary; every write fails too. */
async function whileTableFails(table: string, work: () => Promise<void>): Promise<void> {
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

test("a job that fails is logged without what the database said, whichever table fails", async () => {
  const failed = new Set<string>();
  for (const table of await tables()) {
    await whileTableFails(table, async () => {
      for (const job of jobs) await runEvery(job).stop();
    });
  }
  const lines = written.join("").split("\n").filter(Boolean);
  for (const line of lines) {
    expect(line).not.toContain(canary);
    expect(isLogLine(line), line).toBe(true);
    const { job, msg } = JSON.parse(line) as { job?: string; msg?: string };
    if (job && msg === "job failed") failed.add(job);
  }
  // Some jobs handle an error themselves, such as a verification, which saves that it could not finish.
  expect(failed.size).toBeGreaterThan(jobs.length / 2);
}, 240_000);

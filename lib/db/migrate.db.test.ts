import pg from "pg";
import { describe, expect, it } from "vitest";
import { emptyDatabase, testDatabase } from "@/lib/testing/database";
import { migrationNames } from "./internal/migration-files";
import { migrationLockKey } from "./internal/migration-lock";
import { drift, migrate } from "./migrate";

await testDatabase();
const lastMigration = (await migrationNames()).at(-1) ?? "";

async function holding(url: string, statement: string, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await work().finally(() => client.end());
}

async function query(url: string, statement: string): Promise<void> {
  await holding(url, statement, () => Promise.resolve());
}

describe("migrations", () => {
  it("build exactly what the Prisma schema says", async () => {
    const result = await drift(await emptyDatabase());
    expect(result.summary).toBe("No difference detected.");
    expect(result.equal).toBe(true);
  });

  it("run once when two processes start at the same time", async () => {
    const url = await emptyDatabase();
    const [first, second] = await Promise.all([migrate(url), migrate(url)]);
    const counts = [first.applied.length, second.applied.length].sort();
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThan(0);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const rows = await client.query(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL",
    );
    await client.end();
    expect(rows.rows).toEqual([]);
  });

  it("say that they wait for another start, and end after a while with a sentence", async () => {
    const url = await emptyDatabase();
    const said: string[] = [];
    await holding(url, `select pg_advisory_lock(${migrationLockKey})`, async () => {
      const waiting = migrate(url, { waitMsMax: 300, say: (line) => said.push(line) });
      await expect(waiting).rejects.toThrow(/Another start is changing this database/);
    });
    expect(said).toContain("Another start is changing this database: waiting for it to end.");
    expect((await migrate(url)).applied.length).toBeGreaterThan(0);
  });

  it("wait for a table in turns, so that nobody waits behind them, and end with a sentence", async () => {
    const url = await emptyDatabase();
    await migrate(url);
    await query(url, `delete from _prisma_migrations where migration_name = '${lastMigration}'`);
    await query(url, "drop index purge_receipts_unfinished; alter table purge_receipts drop column gone_at");
    const said: string[] = [];
    await holding(url, "begin; select 1 from purge_receipts", async () => {
      const waiting = migrate(url, { lockMsMax: 100, attempts: 2, say: (line) => said.push(line) });
      await expect(waiting).rejects.toThrow(/A table is in use/);
    });
    expect(said).toEqual(["A table that a migration changes is in use: trying again."]);
    expect((await migrate(url)).applied).toEqual([lastMigration]);
  });

  it("refuse a database whose applied migration is not the one in the folder", async () => {
    const url = await emptyDatabase();
    await migrate(url);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("UPDATE _prisma_migrations SET checksum = 'edited'");
    await client.end();
    await expect(migrate(url)).rejects.toThrow(/was changed after it was applied/);
  });
});

import pg from "pg";
import { describe, expect, it } from "vitest";
import { emptyDatabase, testDatabase } from "@/lib/testing/database";
import { drift, migrate } from "./migrate";

await testDatabase();

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

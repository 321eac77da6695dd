import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { seedActivity } from "./seed-activity";

describe("the seed", () => {
  beforeAll(async () => {
    await testDatabase();
  });
  afterAll(closeDb);

  it("creates a history in which rows, roll-ups and ledger agree", async () => {
    const { workspaceId } = await createWorkspace({ credits: 5_000_000_000n });
    const started = performance.now();
    const created = await seedActivity({ rows: 20_000, days: 20, workspaceId });
    console.log(`seeded 20,000 rows in ${Math.round(performance.now() - started)} ms`);
    expect(created).toEqual({ rows: 20_000, workspaces: 13 });
    const { rows } = await sqlPool().query(
      `SELECT (SELECT count(*) FROM generations) AS rows, (SELECT sum(requests)::bigint FROM usage_days) AS days,
              (SELECT sum(requests)::bigint FROM usage_quarter_hours WHERE dimension = 'all') AS quarters,
              (SELECT sum(cost_nanos)::bigint FROM generations) AS cost, (SELECT sum(cost_nanos)::bigint FROM usage_days) AS "dayCost",
              (SELECT sum(amount_nanos)::bigint FROM transfers WHERE code = 'usage') AS debited,
              (SELECT sum(used_nanos)::bigint FROM meters) AS metered`,
    );
    expect(rows[0]).toMatchObject({ rows: 20_000n, days: 20_000n, quarters: 20_000n });
    expect(new Set([rows[0].cost, rows[0].dayCost, rows[0].debited, rows[0].metered]).size).toBe(1);
    expect(rows[0].cost).toBeGreaterThan(0n);
    expect(await verifyLedger()).toMatchObject({ ok: true });
  });

  it("changes nothing the second time", async () => {
    expect(await seedActivity({ rows: 1_000, days: 20 })).toEqual({ rows: 0, workspaces: 0 });
  });
});

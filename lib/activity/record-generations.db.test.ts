import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import {
  createSpendingKey,
  finishedGeneration,
  generationIdAt,
  holdExactly,
  moneyOf,
} from "@/lib/testing/generations";
import { dropExpiredPartitions } from "./partitions/drop-expired-partitions";
import { ensurePartitions } from "./partitions/ensure-partitions";
import { foldUsage } from "./fold-usage";
import { recordGenerations } from "./record-generations";
import { columnOf, generationField, recordedNames } from "./rules/generation-fields";
import { partitionsBetween } from "./rules/partitions";

await testDatabase();
afterAll(closeDb);

async function partitions(): Promise<string[]> {
  const { rows } = await sqlPool().query<{ name: string }>(
    "select relname as name from pg_class where relname ~ '^generations_d(30|90)_[0-9]{8}$' order by 1",
  );
  return rows.map(({ name }) => name);
}

describe("recording", () => {
  it("keeps feed, roll-ups and ledger equal to the nano-dollar, whatever the retention", async () => {
    await ensurePartitions();
    const generation = fc.record({
      costNanos: fc.bigInt({ min: 0n, max: 10n ** 13n }),
      retention: fc.constantFrom("none" as const, "d30" as const, "d90" as const),
      model: fc.constantFrom("a/one", "b/two", "b/two:free"),
      provider: fc.constantFrom("p", "q"),
      status: fc.constantFrom(200, 200, 200, 502),
      endUser: fc.option(fc.constantFrom("ada", "bob", "ünï 'quoted' \"{},\\")),
      latencyMs: fc.integer({ min: 0, max: 200_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(generation, { minLength: 1, maxLength: 40 }), async (list) => {
        const { workspaceId } = await createWorkspace({ credits: 10n ** 16n, timeZone: "Asia/Kathmandu" });
        const keyId = await createSpendingKey(workspaceId);
        await Promise.all(
          list.map(async (parts) => {
            const id = uuidv7();
            await holdExactly(workspaceId, keyId, 10n, id);
            await settleGeneration(finishedGeneration({ workspaceId, keyId, id, ...parts }));
          }),
        );
        const total = list.reduce((sum, { costNanos }) => sum + costNanos, 0n);
        const kept = list
          .filter(({ retention }) => retention !== "none")
          .reduce((sum, { costNanos }) => sum + costNanos, 0n);
        expect(await moneyOf(workspaceId)).toEqual({
          balance: 10n ** 16n - total,
          held: 0n,
          usage: total,
          rows: kept,
          days: total,
          quarters: total,
          keys: total,
        });
        const { rows } = await sqlPool().query(
          "select dimension, sum(cost_nanos)::bigint as n from usage_quarter_hours where workspace_id = $1 group by 1 order by 1",
          [workspaceId],
        );
        expect(rows).toEqual(
          ["all", "app", "end_user", "key", "model", "provider"].map((dimension) => ({
            dimension,
            n: total,
          })),
        );
        const none = await sqlPool().query("select 1 from generations where workspace_id = $1", [
          workspaceId,
        ]);
        expect(none.rowCount).toBe(list.filter(({ retention }) => retention !== "none").length);
      }),
      { numRuns: 10 },
    );
    expect((await verifyLedger()).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("adds to an existing sum, from midnight to midnight of UTC and of the reporting zone", async () => {
    const { workspaceId } = await createWorkspace({ timeZone: "Asia/Kathmandu" });
    const moments = ["2026-11-21T18:14:59Z", "2026-11-21T18:15:00Z", "2026-11-21T18:16:00Z"];
    await ensurePartitions({ from: new Date("2026-11-21"), to: new Date("2026-11-22") });
    for (const moment of moments) {
      const { holdId: _hold, ...row } = finishedGeneration({
        workspaceId,
        keyId: uuidv7(),
        costNanos: 0n,
        id: generationIdAt(new Date(moment)),
      });
      await sqlTransaction((client) =>
        recordGenerations(client, [{ ...row, keyId: workspaceId, transferId: null }]),
      );
    }
    await foldUsage();
    const { rows } = await sqlPool().query(
      "select span_start, requests from usage_days where workspace_id = $1 order by span_start",
      [workspaceId],
    );
    expect(rows).toEqual([
      { span_start: new Date("2026-11-21T00:00:00Z"), requests: 1n },
      { span_start: new Date("2026-11-21T18:15:00Z"), requests: 2n },
    ]);
  });
});

describe("the list of fields", () => {
  it("has exactly the columns of the table, with their types", async () => {
    const { rows } = await sqlPool().query<{ name: string; type: string; nullable: boolean }>(
      `select attname as name, format_type(atttypid, null) as type, not attnotnull as nullable
       from pg_attribute where attrelid = 'generations'::regclass and attnum > 0 and not attisdropped`,
    );
    const listed = recordedNames.map((name) => {
      const { type, nullable = false } = generationField(name);
      return { name: columnOf(name), type: type === "int" ? "integer" : type, nullable };
    });
    const created = { name: "created_at", type: "timestamp with time zone", nullable: false };
    const byName = (left: { name: string }, right: { name: string }) => (left.name < right.name ? -1 : 1);
    expect([...listed, created].sort(byName)).toEqual(rows.sort(byName));
  });
});

describe("partitions", () => {
  it("are created once, four weeks ahead, no matter how many processes call concurrently", async () => {
    const far = new Date("2040-03-01");
    const created = await Promise.all(
      Array.from({ length: 6 }, () => ensurePartitions({ from: far, to: far })),
    );
    expect(created.flat().sort()).toEqual(["generations_d30_20400227", "generations_d90_20400227"]);
    await ensurePartitions();
    expect((await ensurePartitions()).length).toBe(0);
  });

  it("are dropped when they are past, and row by row where they contain the cutoff, with a receipt", async () => {
    const { workspaceId } = await createWorkspace();
    const now = new Date();
    await dropExpiredPartitions();
    await sqlPool().query("delete from purge_receipts");
    const ages = [95, 89, 40, 31, 29, 1];
    await ensurePartitions({ from: new Date(now.getTime() - 100 * msPerDay), to: now });
    for (const retention of ["d30", "d90"] as const) {
      const rows = ages.map((age) => {
        const id = generationIdAt(new Date(now.getTime() - age * msPerDay));
        const { holdId: _hold, ...row } = finishedGeneration({
          workspaceId,
          keyId: workspaceId,
          costNanos: 0n,
          retention,
          id,
        });
        return { ...row, transferId: null };
      });
      await sqlTransaction((client) => recordGenerations(client, rows));
    }
    const results = await Promise.all([dropExpiredPartitions(now), dropExpiredPartitions(now)]);
    expect(results.reduce((sum, { rows }) => sum + rows, 0)).toBe(5);
    const left = await sqlPool().query(
      "select retention, count(*) as n from generations where workspace_id = $1 group by 1 order by 1",
      [workspaceId],
    );
    expect(left.rows).toEqual([
      { retention: "d30", n: 2n },
      { retention: "d90", n: 5n },
    ]);
    const past = partitionsBetween(
      new Date(now.getTime() - 89 * msPerDay),
      new Date(now.getTime() - 89 * msPerDay),
    );
    expect((await partitions()).filter((name) => past.some((partition) => partition.name === name))).toEqual([
      past[1]?.name,
    ]);
    const receipts = await sqlPool().query("select workspace_id, subject, rows from purge_receipts");
    expect(receipts.rows).toEqual([{ workspace_id: workspaceId, subject: "generations_expired", rows: 5n }]);
  });
});

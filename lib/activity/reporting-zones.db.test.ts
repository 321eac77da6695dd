import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import type { Actor } from "@/lib/kernel/actor";
import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import { parseDollars } from "@/lib/kernel/money";
import { testDatabase } from "@/lib/testing/database";
import { linesOf } from "@/lib/testing/exports";
import { createWorkspace } from "@/lib/testing/factories";
import {
  createSpendingKey,
  finishedGeneration,
  generationIdAt,
  holdExactly,
} from "@/lib/testing/generations";
import { ensurePartitions } from "./partitions/ensure-partitions";
import { exportGenerations } from "./export-generations";
import { getMonthSpend } from "./get-month-spend";
import { getUsageChart } from "./get-usage-chart";
import { listDailyUsage } from "./list-daily-usage";
import { listGenerations } from "./list-generations";
import type { ActivityFilters } from "./rules/activity-filters";
import { parseActivityFilters } from "./rules/parse-filters";
import type { GenerationRow } from "./rules/generation-fields";
import { addUsage } from "./rules/usage-sums";

const started = Date.now();
const span = { from: started - 80 * msPerDay, to: started + 6 * msPerDay };
const clock = () => new Date(span.to);
const zones = [
  "UTC",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "America/New_York",
  "Pacific/Chatham",
  "Australia/Lord_Howe",
];

type CreatedRow = {
  readonly at: number;
  readonly model: string;
  readonly endUser: string | null;
  readonly costNanos: bigint;
  readonly status?: number;
};

async function settle(workspaceId: string, keyId: string, { at, ...parts }: CreatedRow): Promise<void> {
  const id = generationIdAt(new Date(at));
  await holdExactly(workspaceId, keyId, 10n, id);
  await settleGeneration(finishedGeneration({ workspaceId, keyId, id, retention: "d90", ...parts }));
}

/** Creates a workspace whose retention is long enough for all rows to be shown. */
async function keeper(timeZone: string) {
  const created = await createWorkspace({ credits: 10n ** 16n, timeZone });
  await db().privacySettings.create({ data: { workspaceId: created.workspaceId, retention: "d90" } });
  return { ...created, keyId: await createSpendingKey(created.workspaceId) };
}

async function feed(actor: Actor, filters: ActivityFilters): Promise<GenerationRow[]> {
  const rows: GenerationRow[] = [];
  for (let at: ActivityFilters | null = filters; at;) {
    const page = await listGenerations(actor, at, { limit: 50, clock });
    rows.push(...page.rows);
    at = page.older ? { ...filters, cursor: page.older } : null;
  }
  return rows;
}

async function exportedCosts(actor: Actor, filters: ActivityFilters): Promise<bigint[]> {
  const [heading = "", ...lines] = (await linesOf(exportGenerations(actor, filters, clock))).lines;
  const column = heading.split(",").indexOf("cost_usd");
  return lines.map((line) => parseDollars(line.split(",")[column] ?? "") ?? -1n);
}

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const costs = (rows: readonly { costNanos: bigint }[]) => sum(rows.map(({ costNanos }) => costNanos));

/** Feed, chart and export of one address contain the same rows, in total and bucket by bucket. */
async function agree(
  actor: Actor,
  query: Record<string, string>,
  created: readonly CreatedRow[],
): Promise<void> {
  const filters = parseActivityFilters(query);
  const [usage, rows, lines] = await Promise.all([
    getUsageChart(actor, filters, clock),
    feed(actor, filters),
    exportedCosts(actor, filters),
  ]);
  const { from, to } = usage.range;
  const expected = created.filter(
    (one) =>
      one.at >= from.getTime() &&
      one.at < to.getTime() &&
      (!query.model || one.model === query.model) &&
      (!query.user || one.endUser === query.user) &&
      (query.status !== "error" || (one.status ?? 200) >= 400),
  );
  const all = [usage.totals.costNanos, costs(rows), sum(lines), costs(expected)];
  expect([JSON.stringify(query), ...all]).toEqual([JSON.stringify(query), ...all.map(() => costs(expected))]);
  expect([usage.totals.requests, rows.length, lines.length]).toEqual([
    BigInt(expected.length),
    expected.length,
    expected.length,
  ]);
  usage.buckets.forEach((bucket, index) => {
    const within = expected.filter(({ at }) => at >= bucket.start.getTime() && at < bucket.end.getTime());
    expect(addUsage(usage.rows.filter((row) => row.bucket === index)).costNanos).toBe(costs(within));
  });
}

const queries: readonly Record<string, string>[] = [
  { range: "24h" },
  { range: "7d" },
  { range: "30d", group: "key" },
  { range: "90d" },
  { range: "90d", model: "a/one" },
  { range: "90d", model: "none/such" },
  { range: "30d", user: "ada" },
  { range: "90d", user: "ada", group: "user" },
  { range: "90d", status: "error" },
  { range: "90d", zone: "UTC", model: "a/one" },
  { range: "1y" },
];

describe("a change of the reporting zone", () => {
  beforeAll(async () => {
    await testDatabase();
    await ensurePartitions({ from: new Date(span.from - msPerDay), to: new Date(span.to + msPerDay) });
  });
  afterAll(closeDb);

  it("keeps every row in the filtered feed, chart and export", async () => {
    const { actor, workspaceId, keyId } = await keeper("Pacific/Kiritimati");
    const before = [50, 20, 3, 1].map((days): CreatedRow => ({
      at: started - days * msPerDay,
      model: "a/one",
      endUser: "ada",
      costNanos: BigInt(days),
    }));
    for (const one of before) await settle(workspaceId, keyId, one);
    // Reading folds the usage, so that these days are counted before the change.
    await agree(actor, { range: "90d", model: "a/one" }, before);
    await db().workspace.update({ where: { id: workspaceId }, data: { timeZone: "Pacific/Pago_Pago" } });
    const after = [1, 30, 90].map((hours): CreatedRow => ({
      at: started + hours * msPerHour,
      model: "a/one",
      endUser: "ada",
      costNanos: BigInt(1_000 * hours),
    }));
    for (const one of after) await settle(workspaceId, keyId, one);
    for (const query of queries) await agree(actor, query, [...before, ...after]);
  });

  it("applies from the beginning while nothing is counted, otherwise from the next quarter-hour", async () => {
    const { actor, workspaceId, keyId } = await keeper("UTC");
    const change = (timeZone: string) =>
      db().workspace.update({ where: { id: workspaceId }, data: { timeZone } });
    const periods = async () =>
      (
        await sqlPool().query<{ zone: string; since: Date }>(
          "select zone, since from reporting_zones where workspace_id = $1 order by since",
          [workspaceId],
        )
      ).rows;
    await change("Asia/Kolkata");
    expect(await periods()).toEqual([{ zone: "Asia/Kolkata", since: new Date("2000-01-01T00:00:00Z") }]);
    await settle(workspaceId, keyId, { at: Date.now(), model: "a/one", endUser: null, costNanos: 1n });
    await getUsageChart(actor, parseActivityFilters({}), clock);
    for (const zone of ["Europe/Vienna", "Asia/Tokyo", "Asia/Kolkata", "Asia/Tokyo"]) await change(zone);
    const [first, second, ...rest] = await periods();
    expect([first?.zone, second?.zone, rest.length]).toEqual(["Asia/Kolkata", "Asia/Tokyo", 0]);
    const ahead = (second?.since.getTime() ?? 0) - Date.now();
    expect(ahead > 0 && ahead <= 16 * 60_000 && (second?.since.getTime() ?? 1) % (15 * 60_000) === 0).toBe(
      true,
    );
  });

  it("matches ledger, chart, feed, export and UTC days over random zones, changes and rows", async () => {
    const moment = fc.integer({ min: span.from, max: span.to - 1 });
    const history = fc.record({
      first: fc.constantFrom(...zones),
      changes: fc.array(fc.record({ zone: fc.constantFrom(...zones), at: moment }), { maxLength: 4 }),
      asked: fc.constantFrom(...zones),
      created: fc.array(
        fc.record({
          at: moment,
          model: fc.constantFrom("a/one", "b/two"),
          endUser: fc.option(fc.constantFrom("ada", "bob")),
          costNanos: fc.bigInt({ min: 1n, max: 10n ** 12n }),
          status: fc.constantFrom(200, 200, 200, 502),
        }),
        { minLength: 5, maxLength: 30 },
      ),
    });
    // Fixed, so that a failure is repeatable; another one with ZONES_SEED. fast-check prints it when a case fails.
    const seed = Number(process.env["ZONES_SEED"] ?? 20_261_128);
    await fc.assert(
      fc.asyncProperty(history, async ({ first, changes, asked, created }) => {
        const { actor, workspaceId, keyId } = await keeper(first);
        const quarter = 15 * 60_000;
        const periods = new Map(changes.map(({ zone, at }) => [Math.floor(at / quarter) * quarter, zone]));
        for (const [at, zone] of periods) {
          await sqlPool().query("insert into reporting_zones values ($1, $2, $3)", [
            workspaceId,
            new Date(at),
            zone,
          ]);
        }
        await Promise.all(created.map((one) => settle(workspaceId, keyId, one)));
        for (const query of queries) await agree(actor, query, created);
        for (const range of ["24h", "7d", "30d", "90d"]) await agree(actor, { range, zone: asked }, created);
        const { rows } = await sqlPool().query<{ spent: bigint }>(
          "select sum(amount_nanos)::bigint as spent from transfers where workspace_id = $1 and code = 'usage'",
          [workspaceId],
        );
        expect(rows[0]?.spent).toBe(costs(created));
        const utcDay = (at: number) => new Date(at).toISOString().slice(0, 10);
        const daily = await listDailyUsage(workspaceId, {
          from: utcDay(span.from),
          to: utcDay(span.to),
          keyHash: null,
          memberId: null,
        });
        for (const { day, model, costNanos } of daily) {
          expect(costNanos).toBe(
            costs(created.filter((one) => utcDay(one.at) === day && one.model === model)),
          );
        }
        expect(costs(daily)).toBe(costs(created));
        const month = await getMonthSpend(actor, clock);
        expect(month.lastMonthSoFarNanos <= month.lastMonthNanos).toBe(true);
      }),
      { numRuns: 12, seed },
    );
  });
});

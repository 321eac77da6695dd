import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { parseDollars } from "@/lib/kernel/money";
import { testDatabase } from "@/lib/testing/database";
import { linesOf } from "@/lib/testing/exports";
import { createWorkspace } from "@/lib/testing/factories";
import { exportGenerations } from "./export-generations";
import { getFeed } from "./get-feed";
import { getLatencyChart } from "./get-latency-chart";
import { getMonthSpend } from "./get-month-spend";
import { getUsageChart } from "./get-usage-chart";
import { listFacets } from "./list-facets";
import { listGenerations } from "./list-generations";
import { listRankings } from "./list-rankings";
import type { ActivityFilters } from "./rules/activity-filters";
import { parseActivityFilters } from "./rules/parse-filters";
import { usageChartModel } from "./rules/charts/usage-views";
import { latencyModel } from "./rules/charts/latency-model";
import type { GenerationRow } from "./rules/generation-fields";
import { addUsage, type UsageRow } from "./rules/usage-sums";
import { defaultFormats as formats } from "@/lib/kernel/format";
import { seedActivity } from "./seed/seed-activity";

const now = new Date("2026-11-11T15:20:00Z");
const clock = () => now;
const filtersOf = (query: Record<string, string>) => parseActivityFilters({ range: "30d", ...query });
let actor: Actor;

async function feed(filters: ActivityFilters): Promise<GenerationRow[]> {
  const rows: GenerationRow[] = [];
  for (let at: ActivityFilters | null = filters; at;) {
    const page = await listGenerations(actor, at, { limit: 1_000, clock });
    rows.push(...page.rows);
    at = page.older ? { ...filters, cursor: page.older } : null;
  }
  return rows;
}

/** Parses an export: one record per line, keyed by heading. */
async function exported(filters: ActivityFilters): Promise<Record<string, string>[]> {
  const file = await linesOf(exportGenerations(actor, filters, clock));
  const [headings = [], ...lines] = file.lines.map((line) => line.split(","));
  return lines.map((cells) => {
    expect(cells).toHaveLength(headings.length);
    return Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ""]));
  });
}

const cost = (rows: readonly { costNanos: bigint }[]) => rows.reduce((sum, row) => sum + row.costNanos, 0n);

/** The history includes the clock change in New York (November 1) and is counted in days of Kathmandu. */
describe("charts", () => {
  beforeAll(async () => {
    await testDatabase();
    const created = await createWorkspace({ timeZone: "Asia/Kathmandu" });
    actor = created.actor;
    await seedActivity({ rows: 6_000, days: 29, workspaceId: created.workspaceId, now });
  });
  afterAll(closeDb);

  it("equal feed, export and ledger to the nano-dollar", async () => {
    const filters = filtersOf({});
    const [usage, rows, lines] = await Promise.all([
      getUsageChart(actor, filters, clock),
      feed(filters),
      exported(filters),
    ]);
    const { rows: ledger } = await sqlPool().query<{ spent: bigint }>(
      "SELECT sum(amount_nanos)::bigint AS spent FROM transfers WHERE workspace_id = $1 AND code = 'usage'",
      [actor.workspaceId],
    );
    expect(rows.length).toBeGreaterThan(1_000);
    expect(usage.totals.requests).toBe(BigInt(rows.length));
    expect(lines).toHaveLength(rows.length);
    const costs = [
      usage.totals.costNanos,
      cost(rows),
      lines.reduce((sum, cells) => sum + (parseDollars(cells.cost_usd ?? "") ?? 0n), 0n),
      ledger[0]?.spent,
    ];
    expect(new Set(costs).size).toBe(1);
    const month = await getMonthSpend(actor, clock);
    expect(month.thisMonthNanos + month.lastMonthNanos).toBe(cost(rows));
  });

  it("has sums by hour for a week or less, which add up to the same, also in other zones", async () => {
    const all = (rows: readonly UsageRow[]) => ({
      sums: addUsage(rows),
      values: new Set(rows.map(({ value }) => value)),
    });
    const stored: Record<string, string>[] = [
      {},
      { group: "key" },
      { zone: "America/New_York", model: "sandbox/wren" },
    ];
    for (const query of stored) {
      const usage = await getUsageChart(actor, filtersOf({ ...query, range: "7d" }), clock);
      expect(all(usage.hourly?.rows ?? [])).toEqual(all(usage.rows));
    }
    const { hourly } = await getUsageChart(actor, filtersOf({ range: "7d", zone: "UTC" }), clock);
    expect(hourly?.hours).toBe(6 * 24 + 16);
    const others: Record<string, string>[] = [
      { range: "30d" },
      { range: "24h" },
      { range: "7d", model: "sandbox/wren", group: "key" },
    ];
    for (const query of others)
      expect((await getUsageChart(actor, filtersOf(query), clock)).hourly).toBeNull();
  });

  const zones = ["Asia/Kathmandu", "Asia/Kolkata", "Pacific/Chatham", "America/New_York", "UTC"];
  it.each(zones)("count the days of %s, clock changes included", async (zone) => {
    const queries: Record<string, string>[] = [
      { zone },
      { zone, group: "key" },
      { zone, group: "user" },
      { zone, range: "24h" },
      { zone, range: "1h" },
    ];
    for (const query of queries) {
      const filters = filtersOf(query);
      const [usage, rows] = await Promise.all([getUsageChart(actor, filters, clock), feed(filters)]);
      expect(usage.range.zone).toBe(zone);
      usage.buckets.forEach((bucket, index) => {
        const within = rows.filter(({ createdAt }) => createdAt >= bucket.start && createdAt < bucket.end);
        const sums = addUsage(usage.rows.filter((row) => row.bucket === index));
        expect([sums.requests, sums.costNanos]).toEqual([BigInt(within.length), cost(within)]);
      });
    }
  });

  it("contain the same requests as the feed under every filter and group", async () => {
    const { rows: some } = await sqlPool().query<{
      model: string;
      provider: string;
      key: string;
      app: string;
    }>(
      `SELECT model, provider, key_id AS key, app_id AS app FROM generations WHERE workspace_id = $1 AND app_id IS NOT NULL LIMIT 1`,
      [actor.workspaceId],
    );
    const { model = "", provider = "", key = "", app = "" } = some[0] ?? {};
    const queries: Record<string, string>[] = [
      { model },
      { provider, group: "key" },
      { key, group: "provider" },
      { model, key },
      { app, group: "app" },
      { app, group: "model" },
      { user: "user-1000", group: "user" },
      { user: "user-1000", model },
      { status: "error" },
      { status: "ok", zone: "UTC", group: "app" },
      { model, zone: "UTC" },
      { model, zone: "UTC", group: "key" },
      { model, not: "model" },
      { model, not: "model", group: "key" },
      { provider, not: "provider", zone: "America/New_York" },
      { key, not: "key", group: "app" },
      { app, not: "app" },
      { app, not: "app", group: "app", zone: "UTC" },
    ];
    for (const query of queries) {
      const filters = filtersOf(query);
      const [usage, rows] = await Promise.all([getUsageChart(actor, filters, clock), feed(filters)]);
      expect(rows.length, JSON.stringify(query)).toBeGreaterThan(0);
      expect([usage.totals.requests, usage.totals.costNanos], JSON.stringify(query)).toEqual([
        BigInt(rows.length),
        cost(rows),
      ]);
    }
  });

  it("name deleted keys, chart a model and compare with the previous period", async () => {
    const usage = await getUsageChart(actor, parseActivityFilters({ range: "7d", group: "key" }), clock);
    expect([...usage.names.values()]).toContain("Old prototype (deleted)");
    expect(usage.previous?.requests).toBeGreaterThan(0n);
    const model = usageChartModel(usage, parseActivityFilters({ range: "7d", group: "key" }), formats);
    expect(model.series).toHaveLength(5);
    expect(model.buckets.at(-1)?.unfinished).toBe(true);
    const latency = await getLatencyChart(actor, filtersOf({}), clock);
    expect(latencyModel("latency", latency.histograms, { ...latency, formats }).series).toHaveLength(3);
  });

  it("give the feed its totals where only the request rows have them", async () => {
    const usage = getUsageChart(actor, filtersOf({ group: "app" }), clock);
    const other = (await usage).totals;
    const queries: Record<string, string>[] = [
      { status: "error" },
      { at: "2026-11-05T12:00Z", status: "ok", group: "key" },
    ];
    for (const query of queries) {
      const filters = filtersOf(query);
      const own = await getFeed(actor, filters, { clock });
      const chart = getUsageChart(actor, filters, clock);
      expect((await getFeed(actor, filters, { usage: chart, clock })).totals).toEqual(own.totals);
      expect(own.totals.requests).not.toBe("0");
      // Any sums are taken, so the rows are not counted again; a failed chart leaves the feed its own.
      const { totals } = await getFeed(actor, filters, { usage, clock });
      expect(totals.requests).toBe(other.requests.toString());
      const failed = Promise.reject(new Error("No chart"));
      failed.catch(() => undefined);
      expect((await getFeed(actor, filters, { usage: failed, clock })).totals).toEqual(own.totals);
    }
    const stored = filtersOf({ range: "7d" });
    const { totals } = await getFeed(actor, stored, { usage, clock });
    expect(totals.requests).toBe((await getUsageChart(actor, stored, clock)).totals.requests.toString());
  });

  it("give a model the same color in every range, metric and filter", async () => {
    const colors = new Map<string, unknown>();
    const queries: Record<string, string>[] = [
      {},
      { metric: "tokens" },
      { range: "7d" },
      { group: "model", range: "24h" },
    ];
    for (const query of queries) {
      const filters = filtersOf(query);
      const chart = usageChartModel(await getUsageChart(actor, filters, clock), filters, formats);
      for (const { id, color } of chart.series.filter((one) => one.color !== "other")) {
        expect(colors.get(id) ?? color, id).toBe(color);
        colors.set(id, color);
      }
    }
    const first = usageChartModel(await getUsageChart(actor, filtersOf({}), clock), filtersOf({}), formats);
    expect(first.series[0]?.color).toBe(1);
  });

  it("limit feed and export to the bucket that the address names", async () => {
    const filters = filtersOf({ at: "2026-11-05T12:00Z" });
    const usage = await getUsageChart(actor, filters, clock);
    const rows = await feed(filters);
    const place = usage.buckets.findIndex(({ start }) => start.getTime() === usage.listed.from.getTime());
    const bucket = addUsage(usage.rows.filter((row) => row.bucket === place));
    expect(rows.length).toBeGreaterThan(0);
    expect([bucket.requests, bucket.costNanos]).toEqual([BigInt(rows.length), cost(rows)]);
    expect(await exported(filters)).toHaveLength(rows.length);
  });

  it("export the same requests as lines of JSON", async () => {
    const filters = filtersOf({ range: "24h" });
    const file = await linesOf(exportGenerations(actor, filters, clock, "ndjson"));
    const records = file.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map((record) => [record.generation_id, record.cost_usd])).toEqual(
      (await exported(filters)).map((cells) => [cells.generation_id, cells.cost_usd]),
    );
  });

  it("offer the values of a filter, and say which selected ones are unknown", async () => {
    const { rows } = await sqlPool().query<{ id: string }>(
      "SELECT id FROM api_keys WHERE workspace_id = $1 LIMIT 1",
      [actor.workspaceId],
    );
    const own = rows[0]?.id ?? "";
    const missing = "019a9f00-0000-7000-8000-000000000001";
    const filters = { ...filtersOf({ range: "1h" }), keyIds: [own, missing] };
    const facets = await listFacets(actor, filters, clock);
    expect(facets.keys.map(({ value }) => value)).toContain(own);
    expect([...facets.unknown]).toEqual([missing]);
    expect((await listFacets(actor, filtersOf({}), clock)).users.length).toBeGreaterThan(1);
    // A member is told nothing about keys of others, not even that they exist.
    const asMember = await listFacets({ ...actor, userId: missing, role: "member" }, filters, clock);
    expect([...asMember.unknown]).toEqual([own, missing]);
    expect([asMember.keys, asMember.users]).toEqual([[], []]);
  });

  it("show nothing to another workspace or to a member without keys", async () => {
    const { actor: otherTenant } = await createWorkspace();
    await db().member.create({
      data: { workspaceId: actor.workspaceId, userId: otherTenant.userId, role: "member" },
      select: { userId: true },
    });
    const member: Actor = { userId: otherTenant.userId, workspaceId: actor.workspaceId, role: "member" };
    for (const outsider of [otherTenant, member]) {
      expect((await getUsageChart(outsider, filtersOf({}), clock)).totals.requests).toBe(0n);
      const { lines, last } = await linesOf(exportGenerations(outsider, filtersOf({}), clock));
      expect(lines).toHaveLength(1);
      expect(last).toContain("0 requests; cost 0;");
    }
    // What the credits of a workspace were spent on in a month belongs to its balance, which members see.
    expect(await getMonthSpend(member, clock)).toEqual(await getMonthSpend(actor, clock));
    expect(await getMonthSpend(otherTenant, clock)).toMatchObject({ thisMonthNanos: 0n, lastMonthNanos: 0n });
  });

  it("rank models by tokens over all workspaces", async () => {
    const ranked = await listRankings(30);
    expect(ranked.length).toBeGreaterThan(1);
    expect(ranked.map(({ tokens }) => tokens)).toEqual(
      ranked.map(({ tokens }) => tokens).toSorted((left, right) => (left > right ? -1 : 1)),
    );
  });
});

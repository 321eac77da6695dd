import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { getLatencyChart, getLatencyFigure, type Latency } from "./get-latency-chart";
import { getUsageChart } from "./get-usage-chart";
import { listGenerations } from "./list-generations";
import { parseActivityFilters } from "./rules/parse-filters";
import { seedActivity } from "./seed/seed-activity";

const now = new Date("2026-11-11T15:20:00Z");
const clock = () => now;
const filtersOf = (query: Record<string, string>) => parseActivityFilters({ range: "30d", ...query });
let actor: Actor;

describe("errors and latency", () => {
  beforeAll(async () => {
    await testDatabase();
    const created = await createWorkspace({ timeZone: "Asia/Kathmandu" });
    actor = created.actor;
    await seedActivity({ rows: 3_000, days: 29, workspaceId: created.workspaceId, now });
  });
  afterAll(closeDb);

  it("count the same times from the request rows as from the stored histograms", async () => {
    const days = { from: "2026-11-03", to: "2026-11-09", zone: "UTC" };
    const stored = await getLatencyChart(actor, filtersOf(days), clock);
    // Every provider is excluded but one that does not exist: a filter, so the rows are read.
    const rows = await getLatencyChart(
      actor,
      filtersOf({ ...days, provider: "none", not: "provider" }),
      clock,
    );
    const counts = ({ histograms }: Latency) =>
      histograms
        .map(
          ({ measure, chartBucket, bucket, requests }) => `${measure} ${chartBucket} ${bucket}: ${requests}`,
        )
        .toSorted();
    expect(counts(rows)).toEqual(counts(stored));
    const usage = await getUsageChart(actor, filtersOf(days), clock);
    const failed = stored.outcomes.filter(({ status }) => status >= 400);
    expect(failed.reduce((sum, { requests }) => sum + requests, 0n)).toBe(usage.totals.errors);
    const figure = await getLatencyFigure(actor, filtersOf(days), { requests: usage.totals.requests, clock });
    expect(figure.p95Ms).toBeGreaterThan(0);
    const excluded = filtersOf({ ...days, provider: "none", not: "provider" });
    const counted = await getLatencyFigure(actor, excluded, { requests: usage.totals.requests, clock });
    expect(counted.p95Ms).toBe(figure.p95Ms);
    const chart = Promise.resolve(rows);
    const shared = await getLatencyFigure(actor, excluded, { requests: 1n, chart, clock });
    expect(shared.p95Ms).toBe(figure.p95Ms);
    const unmeasured = { p95Ms: null, previousP95Ms: null };
    expect(await getLatencyFigure(actor, excluded, { requests: 10_000_000n, clock })).toEqual({
      ...unmeasured,
      unmeasured: "too_many",
    });
    const longer = filtersOf({ ...days, from: "2026-09-01", provider: "none", not: "provider" });
    expect(await getLatencyFigure(actor, longer, { requests: 1n, clock })).toEqual({
      ...unmeasured,
      unmeasured: "not_stored",
    });
  });

  it("measure each provider's throughput over the same requests as the throughput of all", async () => {
    const { histograms, providers } = await getLatencyChart(actor, filtersOf({ range: "7d" }), clock);
    const perBucket = (
      rows: readonly { readonly chartBucket: number; readonly bucket: number; readonly requests: bigint }[],
    ) => {
      const sums = new Map<string, bigint>();
      for (const { chartBucket, bucket, requests } of rows)
        sums.set(`${chartBucket} ${bucket}`, (sums.get(`${chartBucket} ${bucket}`) ?? 0n) + requests);
      return sums;
    };
    expect(perBucket(providers.speeds)).toEqual(
      perBucket(histograms.filter(({ measure }) => measure === "throughput")),
    );
    const slugs = new Set(providers.speeds.map(({ provider }) => provider));
    expect(slugs.size).toBeGreaterThan(1);
    expect(new Set(providers.ranks.keys())).toEqual(slugs);
    expect(providers.names.get("lantern")).toBe("Lantern");
    expect(providers.newest).toBeNull();
    const few = await getLatencyChart(actor, filtersOf({ range: "7d" }), clock, 100);
    expect(few.providers.newest).toBe(100);
  });

  it("count failures and times from the newest requests when there are too many", async () => {
    const some = { range: "7d", provider: "none", not: "provider" };
    const { rows: newest } = await listGenerations(actor, filtersOf(some), { limit: 100, clock });
    const failed = newest.filter(({ status }) => status >= 400).length;
    const timed = newest.filter(({ status, cancelled }) => status < 400 && !cancelled).length;
    const sum = (rows: readonly { readonly requests: bigint }[]) =>
      rows.reduce((total, { requests }) => total + Number(requests), 0);
    for (const query of [{ range: "7d" }, some]) {
      const latency = await getLatencyChart(actor, filtersOf(query), clock, 100);
      expect(latency.newest).toEqual({ requests: 100, includesTimes: "provider" in query });
      expect(sum(latency.outcomes)).toBe(100);
      expect(sum(latency.outcomes.filter(({ status }) => status >= 400))).toBe(failed);
      const measured = sum(latency.histograms.filter(({ measure }) => measure === "latency"));
      if ("provider" in query) expect(measured).toBe(timed);
      else expect(measured).toBeGreaterThan(100);
    }
    expect((await getLatencyChart(actor, filtersOf(some), clock)).newest).toBeNull();
  });
});

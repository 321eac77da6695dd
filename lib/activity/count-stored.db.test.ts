import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { testDatabase } from "@/lib/testing/database";
import { linesOf } from "@/lib/testing/exports";
import { createWorkspace } from "@/lib/testing/factories";
import { countStored } from "./count-stored";
import { exportGenerations } from "./export-generations";
import { getUsageChart } from "./get-usage-chart";
import { exportBytes } from "./rules/export-size";
import { parseActivityFilters } from "./rules/parse-filters";
import { seedActivity } from "./seed/seed-activity";

const now = new Date("2026-11-11T15:20:00Z");
const clock = () => now;
let actor: Actor;

async function exported(query: Record<string, string>, format: "csv" | "ndjson" = "csv") {
  const { lines, bytes } = await linesOf(
    exportGenerations(actor, parseActivityFilters(query), clock, format),
  );
  return { lines: lines.length, bytes };
}

describe("what an export will contain", () => {
  beforeAll(async () => {
    await testDatabase();
    const created = await createWorkspace();
    actor = created.actor;
    await seedActivity({ rows: 4_000, days: 60, workspaceId: created.workspaceId, now });
  });
  afterAll(closeDb);

  it.each<Record<string, string>>([
    { range: "90d" },
    { range: "90d", model: "sandbox/heron" },
    { range: "90d", model: "sandbox/heron", not: "model", status: "error" },
    { range: "7d", user: "user-1000" },
  ])("has as many requests as are counted: %o", async (query) => {
    const { requests, isMore } = await countStored(actor, parseActivityFilters(query), { clock });
    expect(requests).toBeGreaterThan(0n);
    expect([requests + 1n, isMore]).toEqual([BigInt((await exported(query)).lines), false]);
  });

  it("counts fewer than the sums of a range that begins before requests are kept", async () => {
    const filters = parseActivityFilters({ range: "90d" });
    const { totals } = await getUsageChart(actor, filters, clock);
    const { requests } = await countStored(actor, filters, { clock });
    expect(requests).toBeLessThan(totals.requests);
  });

  it("reads no more rows than it is told, with any filter", async () => {
    const filters = parseActivityFilters({ range: "90d" });
    const failed = parseActivityFilters({ range: "90d", status: "error" });
    const { requests } = await countStored(actor, filters, { clock });
    const max = Number(requests);
    expect(await countStored(actor, filters, { clock, max })).toEqual({ requests, isMore: false });
    const below = { requests: requests - 1n, isMore: true };
    expect(await countStored(actor, filters, { clock, max: max - 1 })).toEqual(below);
    const all = await countStored(actor, failed, { clock, max });
    const some = await countStored(actor, failed, { clock, max: Math.floor(max / 4) });
    expect([all.isMore, some.isMore]).toEqual([false, true]);
    expect(some.requests).toBeGreaterThan(0n);
    expect(some.requests).toBeLessThan(all.requests);
  });

  it("has no requests before they are kept, or of a member without keys", async () => {
    const past = parseActivityFilters({ from: "2026-09-14", to: "2026-09-20" });
    const none = { requests: 0n, isMore: false };
    expect(await countStored(actor, past, { clock })).toEqual(none);
    const member = { ...actor, userId: crypto.randomUUID(), role: "member" } as const;
    expect(await countStored(member, parseActivityFilters({ range: "90d" }), { clock })).toEqual(none);
  });

  it.each(["csv", "ndjson"] as const)("is about as large as is said: %s", async (format) => {
    const query = { range: "30d" };
    const { requests } = await countStored(actor, parseActivityFilters(query), { clock });
    const { bytes } = await exported(query, format);
    expect(exportBytes(requests, format) / bytes).toBeGreaterThan(0.9);
    expect(exportBytes(requests, format) / bytes).toBeLessThan(1.1);
  });
});

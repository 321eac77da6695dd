import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { formatsFor } from "@/lib/kernel/format";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { pdfText } from "@/lib/testing/pdf-text";
import { describeFilters } from "./describe-filters";
import { getUsageChart } from "./get-usage-chart";
import { listKeyLabels } from "./list-key-labels";
import { renderUsagePdf } from "./render-usage-pdf";
import { exactText } from "./rules/charts/amount-text";
import { usageChartModel } from "./rules/charts/usage-views";
import { parseActivityFilters } from "./rules/parse-filters";
import { metrics } from "./rules/usage-choice";
import { measureUsage } from "./rules/usage-sums";
import { seedActivity } from "./seed/seed-activity";

const now = new Date("2026-11-11T15:20:00Z");
const clock = () => now;
const formats = formatsFor("en-US");
let actor: Actor;

beforeAll(async () => {
  await testDatabase();
  const created = await createWorkspace();
  actor = created.actor;
  await seedActivity({ rows: 2_000, days: 20, workspaceId: created.workspaceId, now });
});
afterAll(closeDb);

async function summaryOf(query: Record<string, string>, reader = actor, workspaceName = "Ada's workspace") {
  const filters = parseActivityFilters({ range: "30d", ...query });
  const usage = await getUsageChart(reader, filters, clock);
  const filterTexts = await describeFilters(reader, filters, clock);
  const keyLabels = await listKeyLabels(
    reader,
    usage.rows.map(({ value }) => value),
  );
  const summary = { usage, filters, filterTexts, keyLabels, workspaceName, readAt: now };
  const file = await renderUsagePdf(summary, "A4");
  return { filters, usage, text: pdfText(file) };
}

it("has the totals and the breakdown of the page, to the nano-dollar", async () => {
  const queries: readonly Record<string, string>[] = [
    {},
    { group: "key", metric: "tokens" },
    { view: "cumulative" },
    { view: "lines" },
  ];
  for (const query of queries) {
    const { filters, usage, text } = await summaryOf(query);
    for (const metric of metrics)
      expect(text).toContain(exactText(measureUsage(usage.totals, metric), metric, formats));
    const { series } = usageChartModel(usage, filters, formats);
    expect(series.length).toBeGreaterThan(2);
    for (const { name, sumText } of series) {
      expect(text).toContain(name);
      expect(text).toContain(sumText);
    }
    expect(text).toContain("This range isn't over yet");
  }
});

it("is readable for a range without requests, and for names in any script", async () => {
  const { text } = await summaryOf({ model: "no/such" }, actor, "漢字 مرحبا Zoë Łukasz Жанна");
  expect(text).toContain("No requests in this range.");
  expect(text).toContain("no/such");
  expect(text).toContain("Zoë Łukasz Жанна");
  expect(text).toContain("shown as question marks");
});

it("has the labels of keys, whose names may be alike", async () => {
  const { text, usage } = await summaryOf({ group: "key" });
  const ids = usage.rows.flatMap(({ value }) => value ?? []);
  const keys = await db().apiKey.findMany({ where: { id: { in: ids } }, select: { id: true, label: true } });
  expect(keys.length).toBeGreaterThan(2);
  for (const { label } of keys) expect(text).toContain(label);
  const [key] = keys;
  expect((await summaryOf({ key: key?.id ?? "" })).text).toContain(`(${key?.label})`);
});

it("names keys only to those who may see them", async () => {
  const key = await db().apiKey.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
    select: { id: true, name: true, label: true },
  });
  expect((await summaryOf({ key: key.id })).text).toContain(key.name);
  const { actor: other } = await createWorkspace();
  const member: Actor = { userId: other.userId, workspaceId: actor.workspaceId, role: "member" };
  for (const outsider of [other, member]) {
    const { text } = await summaryOf({ key: key.id }, outsider);
    expect(text).toContain("unknown");
    expect(text).not.toContain(key.name);
    expect(text).not.toContain(key.label);
  }
});

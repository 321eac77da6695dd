import { describe, expect, it } from "vitest";
import { parseDollars } from "@/lib/kernel/money";
import { bucketsOf } from "../buckets";
import { type ChartInput, chartModel } from "./chart-model";
import { changeText, noUsage, type UsageRow } from "../usage-sums";
import { defaultFormats } from "@/lib/kernel/format";

const span = { zone: "UTC", from: new Date("2026-11-18T00:00:00Z"), to: new Date("2026-11-22T00:00:00Z") };
const buckets = bucketsOf(span, "day", new Date("2026-11-21T10:00:00Z"));
const row = (bucket: number, value: string | null, costNanos: bigint): UsageRow => ({
  ...noUsage,
  requests: 1n,
  bucket,
  value,
  costNanos,
});
const model = (rows: readonly UsageRow[], input: Partial<ChartInput> = {}) =>
  chartModel({
    formats: defaultFormats,
    rows,
    span,
    unit: "day",
    buckets,
    metric: "spend",
    group: "model",
    names: new Map(),
    ...input,
  });

describe("the usage chart", () => {
  it("has series that add up to the bucket and buckets that add up to the total, to the nano-dollar", () => {
    const rows = Array.from({ length: 12 }, (_, index) => [
      row(0, `m${index}`, 1_000_000_001n * BigInt(index + 1)),
      row(3, `m${index}`, 7n),
    ]).flat();
    const chart = model([...rows, row(3, null, 5n)]);
    expect(chart.series).toHaveLength(9);
    expect(chart.series.at(-1)).toMatchObject({ id: "other", value: null, name: "Other", color: "other" });
    for (const index of [0, 3]) {
      const parts = chart.series.map((series) => parseDollars(series.texts[index] ?? "0") ?? 0n);
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(
        parseDollars(chart.buckets[index]?.totalText ?? ""),
      );
    }
    expect(chart.buckets[3]?.totalText).toBe("$0.000000089");
  });

  it('keeps a value that is named "other" apart from "Other"', () => {
    const rows = Array.from({ length: 8 }, (_, index) => row(0, `m${index}`, 3n));
    const chart = model([...rows.slice(1), row(0, "other", 9n), row(0, null, 1n)]);
    const named = chart.series.filter(({ id }) => id.endsWith("other"));
    expect(named.map(({ id, value }) => [id, value])).toEqual([
      ["value:other", "other"],
      ["other", null],
    ]);
  });

  it("shows a bucket without requests as a gap and an empty series as zero", () => {
    const chart = model([row(0, "a", 5n), row(0, "b", 3n), row(2, "a", 1n)]);
    expect(chart.series[0]?.values).toEqual([5e-9, null, 1e-9, null]);
    expect(chart.series[1]?.texts).toEqual(["$0.000000003", null, "$0.00", null]);
    expect(chart.buckets.map(({ totalText }) => totalText)).toEqual([
      "$0.000000008",
      null,
      "$0.000000001",
      null,
    ]);
  });

  it("reports the unfinished bucket, the period of each bucket, and a summary", () => {
    const chart = model([row(0, "a", 3_000_000_000n), row(0, "b", 1_000_000_000n)]);
    expect(chart.buckets.at(-1)).toMatchObject({
      unfinished: true,
      label: "Nov 21",
      period: "Nov 21, 2026, 00:00 to 24:00",
    });
    expect(chart.finding).toBe("$4.00 total · top model a (75.0%)");
    expect(model([]).finding).toBe("No requests in this range.");
  });

  it("shows amounts of a column with one precision, and those of free models as such", () => {
    const chart = model([
      row(0, "a", 5_840_000_000n),
      row(0, "b", 123_456_789n),
      row(0, "c", 331_205n),
      { ...row(0, "d", 0n), completionTokens: 9n },
      { ...row(0, "e", 0n), errors: 1n },
    ]);
    const shown = ["$5.8400", "$0.1235", "$0.0003", "Free", "$0.0000"];
    expect(chart.series.map(({ sumText }) => sumText)).toEqual(shown);
    const averages = chart.series.map(({ breakdown }) => breakdown?.averageText);
    expect(averages.slice(3)).toEqual(["Free", "$0.00000"]);
    // Less than a billionth of a dollar for each request is not free.
    const cheap = model([{ ...row(0, "a", 1n), requests: 3n, completionTokens: 3n }]);
    expect(cheap.series[0]?.breakdown?.averageText).toBe("$0.00");
    expect(chart.series.map(({ breakdown }) => breakdown?.exactText)).toContain("$0.000331205");
    expect(chart.series.at(-1)?.breakdown?.order.sum).toBe(0);
  });

  it("adds up over the range when it is cumulative", () => {
    const rows = [row(0, "a", 5_000_000_000n), row(2, "a", 1_000_000_000n)];
    const chart = model(rows, { view: "cumulative" });
    expect(chart.series[0]?.values).toEqual([5, 5, 6, 6]);
    expect(chart.buckets.map(({ totalText }) => totalText)).toEqual(["$5.00", "$5.00", "$6.00", "$6.00"]);
    expect([chart.series[0]?.sumText, chart.series[0]?.breakdown?.trend]).toEqual([
      "$6.00",
      [5, null, 1, null],
    ]);
  });

  it("has the total of the previous period beside each bucket, as far as that period reaches", () => {
    const compared = { rows: [row(0, "", 2_000_000_000n), row(1, "", 1_000_000_000n)], buckets: 3 };
    const chart = model([row(0, "a", 5n)], { compared });
    expect(chart.previous).toEqual({ values: [2, 1, 0, null], texts: ["$2.00", "$1.00", "$0.00", null] });
  });

  it("names the buckets before the first request, and counts the average without them", () => {
    const rows = [row(2, "a", 3_000_000_000n), row(3, "a", 1_000_000_000n)];
    const chart = model(rows, { dataFrom: new Date("2026-11-20T00:00:00Z") });
    expect(chart.missing).toEqual({ buckets: 2, text: "No data before Nov 20, 2026" });
    expect(chart.paceText).toBe("$2.00 a day");
    expect(model(rows, { dataFrom: new Date("2026-11-01T00:00:00Z") }).missing).toBeUndefined();
  });

  it("gives each bucket the range that consists of it", () => {
    expect(model([row(0, "a", 5n)]).buckets[0]?.range).toEqual({ from: "2026-11-18", to: "2026-11-18" });
    const hours = bucketsOf(span, "hour", new Date("2026-11-21T10:00:00Z"));
    const chart = model([row(0, "a", 5n)], { buckets: hours, unit: "hour" });
    expect(chart.buckets[1]?.range).toEqual({ from: "2026-11-18T01:00Z", to: "2026-11-18T02:00Z" });
  });

  it("compares with the previous period", () => {
    expect([
      changeText(112n, 100n, defaultFormats),
      changeText(90n, 100n, defaultFormats),
      changeText(5n, 5n, defaultFormats),
      changeText(5n, 0n, defaultFormats),
      changeText(404n, 10n, defaultFormats),
    ]).toEqual(["+12.0%", "−10.0%", "unchanged", null, "40 times as much"]);
  });
});

import { describe, expect, it } from "vitest";
import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { directLabels } from "./direct-labels";

const series = (name: string, values: readonly (number | null)[]): ChartSeries => ({
  id: name === "Other" ? "other" : `value:${name}`,
  value: name === "Other" ? null : name,
  name,
  color: 1,
  values,
  texts: [],
  sumText: "",
});
const model = (kind: ChartModel["kind"], all: readonly ChartSeries[]): ChartModel => ({
  title: "Spend by model",
  finding: "",
  unit: "usd",
  kind,
  zone: "UTC",
  buckets: (all[0]?.values ?? []).map((_, index) => ({
    start: String(index),
    end: "",
    label: "",
    period: "",
    unfinished: false,
    totalText: null,
  })),
  series: all,
  totalText: null,
});
const labels = (kind: ChartModel["kind"], all: readonly ChartSeries[], top: number, gap = 0.01) =>
  directLabels({ model: model(kind, all), shown: all, top }, gap);

describe("direct labels", () => {
  it("name the three largest series at the middle of their segments, and never the rest", () => {
    const found = labels(
      "bars",
      [
        series("acme/a", [1, 4]),
        series("acme/b", [1, 2]),
        series("small", [0, 1]),
        series("acme/c:free", [1, 2]),
        series("Other", [90, 1]),
      ],
      10,
    );
    expect(found.map(({ text, place, y }) => [text, place, Math.round(y * 100) / 100])).toEqual([
      ["c:free", 3, 0.2],
      ["b", 1, 0.5],
      ["a", 0, 0.8],
    ]);
  });

  it("stand at the last bucket in which all have a value, and at the end of lines", () => {
    const bars = labels("bars", [series("a", [4, 2]), series("b", [2, 0])], 8);
    expect(bars.map(({ text, y }) => [text, y])).toEqual([
      ["b", 0.375],
      ["a", 0.75],
    ]);
    const lines = labels("lines", [series("p50", [1, 2, null]), series("p99", [3, 8, null])], 10);
    expect(lines.map(({ text, y }) => [text, Math.round(y * 100) / 100])).toEqual([
      ["p99", 0.2],
      ["p50", 0.8],
    ]);
  });

  it("name four lines, and the reason of a failure in full", () => {
    const names = ["400 Invalid request", "503 Unavailable", "Canceled", "402 No credits", "429 Limited"];
    const lines = labels(
      "lines",
      names.map((name, place) => series(name, [9 - place])),
      10,
    );
    expect(lines.map(({ text }) => text)).toEqual(names.slice(0, 4));
  });

  it("keep their distance and stay inside the plot", () => {
    const close = labels("lines", [series("a", [0.1]), series("b", [0.2]), series("c", [0.1])], 10, 0.1);
    const places = close.map(({ y }) => y);
    expect(places.at(-1)).toBeLessThanOrEqual(0.95);
    for (const [index, place] of places.entries()) {
      expect(place).toBeGreaterThanOrEqual(0);
      if (index > 0) expect(place - (places[index - 1] ?? 0)).toBeGreaterThanOrEqual(0.0999);
    }
    expect(labels("bars", [series("a", [0, 0])], 1)).toEqual([]);
    expect(labels("bars", [series("A key with a very long name", [1])], 1)[0]?.text).toBe(
      "A key with a very l…",
    );
  });
});

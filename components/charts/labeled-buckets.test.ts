import { expect, it } from "vitest";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { labeledBuckets } from "./labeled-buckets";

const days = (count: number, kind: ChartModel["kind"] = "bars"): ChartModel => ({
  title: "",
  finding: "",
  unit: "usd",
  kind,
  zone: "UTC",
  buckets: Array.from({ length: count }, (_, index) => ({
    start: String(index),
    end: "",
    label: `Nov ${String(index + 1).padStart(2, "0")}`,
    period: "",
    unfinished: false,
    totalText: null,
  })),
  series: [],
  totalText: null,
});
const indexes = (model: ChartModel, plot: number) =>
  labeledBuckets(model, { plot, left: 50 }).map(({ index }) => index);

it("labels every bucket that has room, and always the last one", () => {
  expect(indexes(days(7), 800)).toEqual([6, 5, 4, 3, 2, 1, 0]);
  expect(indexes(days(30), 800)).toEqual([29, 26, 23, 20, 17, 14, 11, 8, 5, 2]);
  expect(indexes(days(30), 290)).toEqual([29, 20, 11, 2]);
  expect(indexes(days(1), 290)).toEqual([0]);
});

it("keeps the last label of lines inside of the chart", () => {
  expect(labeledBuckets(days(3, "lines"), { plot: 290, left: 50 })).toEqual([
    { index: 2, anchor: "end" },
    { index: 1, anchor: "middle" },
    { index: 0, anchor: "middle" },
  ]);
});

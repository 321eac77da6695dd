import { describe, expect, it } from "vitest";
import { parseActivityFilters } from "../parse-filters";
import { bucketsOf } from "../buckets";
import { oneZone } from "../reporting-calendar";
import { resolveRange } from "../resolve-range";
import { failureModel } from "./failure-model";
import { defaultFormats } from "@/lib/kernel/format";

const now = new Date("2026-11-21T10:20:00Z");
const range = resolveRange(
  parseActivityFilters({ from: "2026-11-20", to: "2026-11-22" }),
  oneZone("UTC"),
  now,
);
const of = { range, buckets: bucketsOf(range, "day", now), formats: defaultFormats };

describe("the failure chart", () => {
  it("stacks the rates of all reasons to the rate of the bucket, the most frequent first", () => {
    const chart = failureModel(
      [
        { bucket: 0, status: 200, requests: 95n },
        { bucket: 0, status: 502, requests: 1n },
        { bucket: 0, status: 429, requests: 4n },
      ],
      of,
    );
    expect(chart.series.map(({ name, values }) => [name, values[0]])).toEqual([
      ["429 Rate limited", 4],
      ["502 Provider error", 1],
    ]);
    expect(chart.buckets[0]?.totalText).toBe("5.0% (5 of 100)");
    expect(chart.finding).toBe("5.0% failed (5 of 100 requests)");
  });

  it("leaves a gap where there were no requests", () => {
    const chart = failureModel([{ bucket: 0, status: 503, requests: 1n }], of);
    expect(chart.series[0]?.values).toEqual([100, null]);
    expect(failureModel([], of).finding).toBe("No requests in this range.");
  });

  it("has a color for each reason that does not depend on the others", () => {
    const [first] = failureModel([{ bucket: 0, status: 503, requests: 1n }], of).series;
    const both = failureModel(
      [
        { bucket: 0, status: 503, requests: 1n },
        { bucket: 0, status: 429, requests: 9n },
      ],
      of,
    ).series;
    expect(both.find(({ id }) => id === "status:503")?.color).toBe(first?.color);
  });
});

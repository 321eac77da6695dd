import { describe, expect, it } from "vitest";
import { bucketsOf } from "../buckets";
import { noUsage, type UsageRow } from "../usage-sums";
import { hasHourlyTrend, hourlyTrend } from "./trends";

const row = (bucket: number, value: string, costNanos: bigint): UsageRow => ({
  ...noUsage,
  requests: 1n,
  bucket,
  value,
  costNanos,
});
const days = (from: string) =>
  bucketsOf(
    { zone: "UTC", from: new Date(`${from}T00:00:00Z`), to: new Date("2026-11-22T00:00:00Z") },
    "day",
    new Date("2026-11-21T10:00:00Z"),
  );

describe("the trend by hour", () => {
  it("is for seven days and less", () => {
    expect(hasHourlyTrend("day", days("2026-11-15"))).toBe(true);
    expect(hasHourlyTrend("day", days("2026-11-14"))).toBe(false);
    expect(hasHourlyTrend("hour", days("2026-11-15"))).toBe(false);
  });

  it("is relative to the largest hour of one series, zero without requests, and never loses a small one", () => {
    const rows = [row(0, "a", 400n), row(2, "a", 1n), row(2, "a", 99n), row(3, "b", 9_000n), row(9, "a", 5n)];
    expect(hourlyTrend({ rows, hours: 4 }, ({ value }) => value === "a", "spend")).toEqual([100, 0, 25, 0]);
    const tiny = [row(0, "a", 1_000_000n), row(1, "a", 1n)];
    expect(hourlyTrend({ rows: tiny, hours: 2 }, () => true, "spend")).toEqual([100, 1]);
    expect(hourlyTrend({ rows: [], hours: 2 }, () => true, "spend")).toEqual([0, 0]);
  });
});

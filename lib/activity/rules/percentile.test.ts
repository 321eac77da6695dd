import { describe, expect, it } from "vitest";
import { bucketCount, bucketOf, percentile } from "./percentile";

describe("percentiles from buckets", () => {
  it("are within 3% of the exact value for a long-tailed latency", () => {
    const values = Array.from(
      { length: 20_000 },
      (_, index) => 180 * Math.exp(1.1 * normalQuantile((index + 0.5) / 20_000)),
    );
    const counts = countBuckets(values);
    for (const share of [0.5, 0.95]) {
      const exact = values[Math.floor(share * values.length)] ?? 0;
      const estimate = percentile("latency", counts, share) ?? 0;
      expect(Math.abs(estimate - exact) / exact).toBeLessThan(0.03);
    }
  });

  it("are the same for counts of many days as for their sums", () => {
    const day = countBuckets([40, 55, 55, 60, 70, 90, 400]);
    for (const share of [0.1, 0.5, 0.95, 0.99]) {
      const one = percentile("latency", day, share);
      expect(percentile("latency", [day, day, day, day].flat(), share), `${share}`).toBeCloseTo(one ?? 0, 9);
    }
  });

  it("are null when nothing was counted", () => {
    expect(percentile("latency", [], 0.95)).toBeNull();
    expect(percentile("latency", [{ bucket: 4, count: 0 }], 0.95)).toBeNull();
  });

  it("accept any value, however small or large", () => {
    expect([-1, 0, 10, 10.1, 1e12, Number.NaN].map((value) => bucketOf("latency", value))).toEqual([
      0,
      0,
      0,
      1,
      bucketCount - 1,
      0,
    ]);
  });
});

function countBuckets(values: readonly number[]) {
  const counts = new Map<number, number>();
  for (const value of values)
    counts.set(bucketOf("latency", value), (counts.get(bucketOf("latency", value)) ?? 0) + 1);
  return [...counts].map(([bucket, count]) => ({ bucket, count }));
}

/** Inverse of the normal distribution by Box and Shore's simple fit; close enough to shape a tail. */
function normalQuantile(share: number): number {
  return 4.91 * (share ** 0.14 - (1 - share) ** 0.14);
}

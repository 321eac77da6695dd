import { describe, expect, it } from "vitest";
import { defaultFormats as formats } from "@/lib/kernel/format";
import { bucketsOf } from "../buckets";
import { bucketOf } from "../percentile";
import { oneZone } from "../reporting-calendar";
import { providerModel, type ProviderSpeed } from "./provider-model";

const span = {
  zone: "UTC",
  calendar: oneZone("UTC"),
  from: new Date("2026-11-19T00:00:00Z"),
  to: new Date("2026-11-21T00:00:00Z"),
};
const range = { ...span, unit: "day" as const, previous: span, isZoneUnavailable: false };
const buckets = bucketsOf(span, "day", new Date("2026-11-20T10:00:00Z"));
const speed = (
  provider: string,
  chartBucket: number,
  tokensPerSecond: number,
  requests = 1n,
): ProviderSpeed => ({
  provider,
  chartBucket,
  bucket: bucketOf("throughput", tokensPerSecond),
  requests,
});
const model = (speeds: readonly ProviderSpeed[], newest: number | null = null) =>
  providerModel(speeds, {
    buckets,
    range,
    names: new Map([["lantern", "Lantern"]]),
    ranks: new Map([["lantern", 3]]),
    newest,
    formats,
  });

describe("throughput by provider", () => {
  it("is the median of each provider, the one with the most requests first, with gaps", () => {
    const chart = model([speed("quarry", 0, 40), speed("lantern", 0, 100, 9n), speed("lantern", 0, 5, 2n)]);
    expect(chart.series.map(({ name, color }) => [name, color])).toEqual([
      ["Lantern", 4],
      ["quarry", expect.anything()],
    ]);
    const [first] = chart.series;
    expect(first?.values[0]).toBeGreaterThan(85);
    expect(first?.values[0]).toBeLessThan(118);
    expect(first?.values[1]).toBeNull();
    expect(first?.sumText).toMatch(/^\d+ tokens\/s$/);
    expect(chart.finding).toBe("The median of each provider.");
  });

  it("says when only the newest requests were read, and has no series without any", () => {
    expect(model([speed("quarry", 1, 40)], 50_000).finding).toContain("over the newest 50,000 requests");
    expect(model([])).toMatchObject({ series: [], finding: "No requests in this range." });
  });
});

import { describe, expect, it } from "vitest";
import { oneZone } from "./reporting-calendar";
import { rollUp, throughput, type UsageDelta } from "./roll-up";

function at(moment: string, parts: Partial<UsageDelta> = {}): UsageDelta {
  return {
    workspaceId: "00000000-0000-7000-8000-000000000001",
    keyId: "00000000-0000-7000-8000-000000000002",
    model: "sandbox/plain",
    provider: "sandbox-one",
    appId: null,
    endUser: null,
    quarterHourStartMs: Date.parse(moment),
    requests: 1,
    errors: 0,
    promptTokens: 10,
    completionTokens: 20,
    reasoningTokens: 5,
    cachedTokens: 3,
    costNanos: 1n,
    measured: [],
    ...parts,
  };
}

function spanIn(zone: string, moment: string): string | undefined {
  return rollUp([at(moment)], () => oneZone(zone)).days[0]?.spanStart.slice(0, 16);
}

describe("rollUp", () => {
  it("counts a request from the last midnight of UTC or of the workspace's zone", () => {
    expect(spanIn("UTC", "2026-11-21T23:45:00Z")).toBe("2026-11-21T00:00");
    // Kathmandu is 5:45 ahead, so its day begins at 18:15 UTC.
    expect(spanIn("Asia/Kathmandu", "2026-11-21T18:00:00Z")).toBe("2026-11-21T00:00");
    expect(spanIn("Asia/Kathmandu", "2026-11-21T18:15:00Z")).toBe("2026-11-21T18:15");
    expect(spanIn("Asia/Kathmandu", "2026-11-22T00:00:00Z")).toBe("2026-11-22T00:00");
  });

  it("follows a clock change: New York's day moves from four to five hours behind", () => {
    expect(spanIn("America/New_York", "2026-11-01T03:45:00Z")).toBe("2026-11-01T00:00");
    expect(spanIn("America/New_York", "2026-11-01T04:00:00Z")).toBe("2026-11-01T04:00");
    expect(spanIn("America/New_York", "2026-11-02T04:45:00Z")).toBe("2026-11-02T00:00");
    expect(spanIn("America/New_York", "2026-11-02T05:00:00Z")).toBe("2026-11-02T05:00");
  });

  it("makes every dimension add up to the total, even without app and end user", () => {
    const rows = [
      at("2026-11-21T10:00:00Z", { costNanos: 3n, endUser: "ada" }),
      at("2026-11-21T10:00:00Z", { costNanos: 4n, requests: 3, errors: 2 }),
      at("2026-11-21T10:15:00Z", { costNanos: 5n, model: "other/model" }),
    ];
    const sums = rollUp(rows, () => oneZone("UTC"));
    const total = (list: readonly { costNanos: bigint }[]) =>
      list.reduce((sum, { costNanos }) => sum + costNanos, 0n);
    expect(total(sums.days)).toBe(12n);
    for (const dimension of ["app", "end_user"]) {
      expect(total(sums.dimensionDays.filter((one) => one.dimension === dimension))).toBe(12n);
    }
    for (const dimension of ["all", "app", "end_user", "key", "model", "provider"]) {
      expect(total(sums.quarterHours.filter((one) => one.dimension === dimension))).toBe(12n);
    }
    expect(
      sums.quarterHours
        .filter(({ dimension }) => dimension === "all")
        .map(({ quarterHour, requests, errors }) => [quarterHour, requests, errors]),
    ).toEqual([
      ["2026-11-21T10:00:00.000Z", 4, 2],
      ["2026-11-21T10:15:00.000Z", 1, 0],
    ]);
  });

  it("counts each measured request in the histograms, with first token and throughput where it has them", () => {
    const measured = [
      { latencyMs: 900, firstTokenMs: 120, completionTokens: 20 },
      { latencyMs: 900, firstTokenMs: null, completionTokens: 0 },
    ];
    const sums = rollUp([at("2026-11-21T10:00:00Z", { requests: 4, measured })], () =>
      oneZone("UTC"),
    ).histograms;
    expect(sums.map(({ measure, requests }) => [measure, requests])).toEqual([
      ["first_token", 1],
      ["latency", 2],
      ["throughput", 1],
    ]);
  });

  it("measures throughput from the first token on when that is known", () => {
    expect(throughput({ latencyMs: 1_500, firstTokenMs: 500, completionTokens: 50 })).toBe(50);
    expect(throughput({ latencyMs: 1_000, firstTokenMs: null, completionTokens: 50 })).toBe(50);
    expect(throughput({ latencyMs: 500, firstTokenMs: 500, completionTokens: 50 })).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import type { RecordedGeneration } from "./generation-fields";
import { rollUp, throughput } from "./roll-up";

const workspaceId = "00000000-0000-7000-8000-000000000001";
const keyId = "00000000-0000-7000-8000-000000000002";

function at(moment: string, parts: Partial<RecordedGeneration> = {}): RecordedGeneration {
  const { holdId: _hold, ...generation } = finishedGeneration({
    workspaceId,
    keyId,
    id: generationIdAt(new Date(moment)),
  });
  return { ...generation, transferId: null, ...parts };
}

function dayIn(zone: string, moment: string): string | undefined {
  return rollUp([at(moment)], () => zone).days[0]?.day;
}

describe("rollUp", () => {
  it("counts a request in the day of the workspace's zone", () => {
    expect(dayIn("UTC", "2026-11-21T23:59:59.999Z")).toBe("2026-11-21");
    // Kathmandu is 5:45 ahead, so its day begins at 18:15 UTC.
    expect(dayIn("Asia/Kathmandu", "2026-11-21T18:14:59.999Z")).toBe("2026-11-21");
    expect(dayIn("Asia/Kathmandu", "2026-11-21T18:15:00Z")).toBe("2026-11-22");
  });

  it("follows a clock change: New York's day moves from four to five hours behind", () => {
    expect(dayIn("America/New_York", "2026-11-01T03:59:59Z")).toBe("2026-10-31");
    expect(dayIn("America/New_York", "2026-11-01T04:00:00Z")).toBe("2026-11-01");
    expect(dayIn("America/New_York", "2026-11-02T04:59:59Z")).toBe("2026-11-01");
    expect(dayIn("America/New_York", "2026-11-02T05:00:00Z")).toBe("2026-11-02");
  });

  it("lets every dimension add up to the whole, also without app and end user", () => {
    const rows = [
      at("2026-11-21T10:01:00Z", { costNanos: 3n, endUser: "ada" }),
      at("2026-11-21T10:14:59Z", { costNanos: 4n, status: 502 }),
      at("2026-11-21T10:15:00Z", { costNanos: 5n, model: "other/model" }),
    ];
    const sums = rollUp(rows, () => "UTC");
    const total = (list: readonly { costNanos: bigint }[]) =>
      list.reduce((sum, { costNanos }) => sum + costNanos, 0n);
    expect(total(sums.days)).toBe(12n);
    for (const dimension of ["app", "end_user"]) {
      expect(total(sums.dimensionDays.filter((one) => one.dimension === dimension))).toBe(12n);
    }
    for (const dimension of ["all", "app", "end_user", "key", "model", "provider"]) {
      expect(total(sums.quarters.filter((one) => one.dimension === dimension))).toBe(12n);
    }
    expect(
      sums.quarters
        .filter(({ dimension }) => dimension === "all")
        .map(({ quarter, requests, errors }) => [quarter, requests, errors]),
    ).toEqual([
      ["2026-11-21T10:00:00.000Z", 2, 1],
      ["2026-11-21T10:15:00.000Z", 1, 0],
    ]);
  });

  it("measures speed of answers only, not of failures and cancellations", () => {
    const rows = [
      at("2026-11-21T10:00:00Z"),
      at("2026-11-21T10:00:00Z", { status: 500 }),
      at("2026-11-21T10:00:00Z", { cancelled: true }),
    ];
    const measures = rollUp(rows, () => "UTC").histograms.map(({ measure, requests }) => [measure, requests]);
    expect(measures).toEqual([
      ["first_token", 1],
      ["latency", 1],
      ["throughput", 1],
    ]);
  });

  it("times tokens from the first one on when that is known", () => {
    expect(throughput({ latencyMs: 1_500, firstTokenMs: 500, completionTokens: 50 })).toBe(50);
    expect(throughput({ latencyMs: 1_000, firstTokenMs: null, completionTokens: 50 })).toBe(50);
    expect(throughput({ latencyMs: 500, firstTokenMs: 500, completionTokens: 50 })).toBeNull();
  });
});

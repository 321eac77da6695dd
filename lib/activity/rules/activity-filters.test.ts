import { describe, expect, it } from "vitest";
import { activityHref, activityQuery, isNarrowed, parseActivityFilters } from "./activity-filters";

const id = "019a9f00-0000-7000-8000-000000000001";

describe("activity filters", () => {
  it("survive a round trip through their address", () => {
    const filters = parseActivityFilters({
      from: "2026-11-03",
      to: "2026-11-01",
      zone: "Asia/Kathmandu",
      model: ["sandbox/b", "sandbox/a", "sandbox/a"],
      provider: "north",
      key: id,
      app: [id],
      user: "söm one & co",
      status: "429",
      group: "key",
      metric: "tokens",
      tab: "latency",
      cursor: `older-${id}`,
    });
    expect(filters.days).toEqual({ from: "2026-11-01", to: "2026-11-03" });
    expect(filters.models).toEqual(["sandbox/a", "sandbox/b"]);
    const parameters = new URLSearchParams(activityQuery(filters));
    const again = Object.fromEntries(
      [...new Set(parameters.keys())].map((key) => [key, parameters.getAll(key)]),
    );
    const single = Object.fromEntries(
      Object.entries(again).map(([key, values]) => [key, values.length > 1 ? values : values[0]]),
    );
    expect(parseActivityFilters(single)).toEqual(filters);
  });

  it("omit defaults from the address", () => {
    const filters = parseActivityFilters({});
    expect(activityQuery(filters)).toBe("");
    expect(isNarrowed(filters)).toBe(false);
    expect(activityHref("/activity", filters, { range: "30d" })).toBe("/activity?range=30d");
  });

  it("treat values in the address that they cannot parse as absent", () => {
    const hostile = {
      range: "forever",
      from: "2026-02-30",
      to: "2026-03-01",
      zone: "Mars/Base",
      model: ["", "a b", "x".repeat(300)],
      key: "1 OR 1=1",
      user: "",
      status: "700",
      group: "secret",
      metric: "",
      tab: "x",
      cursor: "older-1",
    };
    expect(parseActivityFilters(hostile)).toEqual(parseActivityFilters({}));
  });

  it("return to the newest page when a filter changes", () => {
    const filters = parseActivityFilters({ cursor: `newer-${id}` });
    expect(filters.cursor).toEqual({ side: "newer", id, rank: null });
    const second = parseActivityFilters({ cursor: `older-${id}-50` });
    expect(second.cursor).toEqual({ side: "older", id, rank: 50 });
    expect(activityQuery(second)).toBe(`cursor=older-${id}-50`);
    expect(activityHref("/activity", filters, { status: "error" })).toBe("/activity?status=error");
  });
});

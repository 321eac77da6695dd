import { describe, expect, it } from "vitest";
import {
  activityHref,
  activityQuery,
  isNarrowed,
  listChange,
  listValuesMax,
  presetChange,
} from "./activity-filters";
import { parseActivityFilters } from "./parse-filters";

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
      not: ["model", "app", "user"],
      at: "2026-11-02T00:00Z",
      group: "key",
      metric: "tokens",
      view: "cumulative",
      compare: "none",
      tab: "latency",
      cursor: `older-${id}`,
    });
    expect(filters.excluded).toEqual(["model", "app"]);
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
    const { unreadable, ...filters } = parseActivityFilters(hostile);
    expect({ ...filters, unreadable: [] }).toEqual(parseActivityFilters({}));
    // The page names the filters that it could not apply: its sums would otherwise look filtered.
    expect(unreadable).toEqual([
      { name: "model", value: "a b" },
      { name: "model", value: "x".repeat(40) },
      { name: "key", value: "1 OR 1=1" },
      { name: "status", value: "700" },
    ]);
  });

  it("name an exclusion that is not supported, and do not turn it into a selection", () => {
    const filters = parseActivityFilters({
      not: ["user", "status", "model"],
      user: "u1",
      status: "error",
      model: "a",
    });
    expect(filters).toMatchObject({ endUser: null, status: null, models: ["a"], excluded: ["model"] });
    const unreadable = [
      { name: "not", value: "user" },
      { name: "not", value: "status" },
    ];
    expect(filters.unreadable).toEqual(unreadable);
    const next = new URLSearchParams(activityQuery(filters)).getAll("not");
    expect(parseActivityFilters({ not: next, model: "a" }).unreadable).toEqual(unreadable);
  });

  it("apply as many values as the menu offers, and name the dimension of a longer list", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `m${1_000 + index}`);
    const full = parseActivityFilters({ model: many(listValuesMax), not: "model" });
    expect(full.models).toEqual(many(listValuesMax));
    expect(full.unreadable).toEqual([]);
    const long = parseActivityFilters({
      model: many(listValuesMax + 9).toReversed(),
      not: "model",
      key: ["a b", "c d", "e f", "g h", "i j"],
    });
    expect(long.models).toEqual(full.models);
    const beyond = { name: "model", value: `m${1_000 + listValuesMax}`, isBeyondMax: true };
    expect(long.unreadable[0]).toEqual(beyond);
    // Links of the page keep what says so.
    const next = new URLSearchParams(activityQuery(long)).getAll("model");
    expect(parseActivityFilters({ model: next, not: "model" }).unreadable).toEqual([beyond]);
  });

  it("keep everything else when the range changes, except the bucket of the old range", () => {
    const filters = parseActivityFilters({
      ...{ metric: "tokens", group: "key", view: "lines", compare: "none", tab: "latency", zone: "UTC" },
      ...{ user: "customer-9", status: "error", model: "sandbox/a", not: "model", key: "typo" },
      at: "2026-11-20T00:00Z",
    });
    const href = activityHref("/activity", filters, presetChange("90d"));
    const query = new URLSearchParams(href.split("?")[1]);
    expect(Object.fromEntries(query)).toEqual({
      ...{ range: "90d", metric: "tokens", group: "key", view: "lines", compare: "none", tab: "latency" },
      ...{ zone: "UTC", user: "customer-9", status: "error", model: "sandbox/a", not: "model", key: "typo" },
    });
  });

  it("select or exclude the values of one dimension and leave the others", () => {
    const filters = parseActivityFilters({ model: "sandbox/a", not: "model", provider: "north" });
    const selected = listChange(filters, "model", { values: ["sandbox/c", "sandbox/b"], isExcluded: false });
    expect(selected).toEqual({ models: ["sandbox/b", "sandbox/c"], excluded: [] });
    expect(listChange(filters, "provider", { values: ["north"], isExcluded: true }).excluded).toEqual([
      "model",
      "provider",
    ]);
    expect(listChange(filters, "model", { values: [], isExcluded: true }).excluded).toEqual([]);
  });

  it("read a range of hours, in either order", () => {
    const hours = { from: "2026-11-20T14:00Z", to: "2026-11-20T09:15Z" };
    expect(parseActivityFilters(hours).moments).toEqual({ from: hours.to, to: hours.from });
    expect(parseActivityFilters({ from: "2026-02-30T00:00Z", to: hours.to }).moments).toBeNull();
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

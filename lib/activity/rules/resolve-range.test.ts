import { describe, expect, it } from "vitest";
import { parseActivityFilters } from "./activity-filters";
import { oneZone } from "./reporting-calendar";
import { resolveRange } from "./resolve-range";

const now = new Date("2026-11-21T10:20:00Z");
const resolve = (query: Record<string, string>, zone = "UTC") =>
  resolveRange(parseActivityFilters(query), oneZone(zone), now);

describe("ranges", () => {
  it("of days are whole calendar days of the zone, today included", () => {
    const range = resolve({ range: "7d" }, "Asia/Kathmandu");
    expect(range.from).toEqual(new Date("2026-11-14T18:15:00Z"));
    expect(range.to).toEqual(new Date("2026-11-21T18:15:00Z"));
    expect(range.previous.to).toEqual(range.from);
    expect(range.unit).toBe("day");
  });

  it("of an hour and a day end with the running step", () => {
    expect(resolve({ range: "1h" })).toMatchObject({
      from: new Date("2026-11-21T09:30:00Z"),
      to: new Date("2026-11-21T10:30:00Z"),
      unit: "quarter-hour",
    });
    expect(resolve({ range: "24h" })).toMatchObject({
      from: new Date("2026-11-20T11:00:00Z"),
      to: new Date("2026-11-21T11:00:00Z"),
      unit: "hour",
    });
  });

  it("use another zone only as far back as quarter-hours are kept", () => {
    expect(resolve({ range: "30d", zone: "Asia/Kolkata" })).toMatchObject({
      zone: "Asia/Kolkata",
      isZoneUnavailable: false,
    });
    expect(resolve({ range: "90d", zone: "Asia/Kolkata" })).toMatchObject({
      zone: "UTC",
      isZoneUnavailable: true,
    });
  });

  it("never extend into the future or beyond the maximum of a page", () => {
    const range = resolve({ from: "2020-01-01", to: "2030-01-01" });
    expect(range.to).toEqual(new Date("2026-11-22T00:00:00Z"));
    expect(range.unit).toBe("month");
    expect(range.from.getTime()).toBeGreaterThan(Date.parse("2025-10-01"));
  });
});

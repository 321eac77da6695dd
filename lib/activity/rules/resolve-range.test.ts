import { describe, expect, it } from "vitest";
import { parseActivityFilters } from "./parse-filters";
import { oneZone } from "./reporting-calendar";
import { requestSpan, resolveRange } from "./resolve-range";

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

  it("of months begin with the month and are compared with the same days of the month before", () => {
    expect(resolve({ range: "month" })).toMatchObject({
      from: new Date("2026-11-01T00:00:00Z"),
      to: new Date("2026-11-22T00:00:00Z"),
      previous: { from: new Date("2026-10-01T00:00:00Z"), to: new Date("2026-10-22T00:00:00Z") },
    });
    expect(resolve({ range: "last-month" })).toMatchObject({
      from: new Date("2026-10-01T00:00:00Z"),
      to: new Date("2026-11-01T00:00:00Z"),
      previous: { from: new Date("2026-09-01T00:00:00Z"), to: new Date("2026-10-01T00:00:00Z") },
    });
  });

  it("of hours are whole steps; longer ones become days", () => {
    const hours = (from: string, to: string) => resolve({ from: `2026-11-${from}Z`, to: `2026-11-${to}Z` });
    expect(hours("20T09:20", "20T11:00")).toMatchObject({
      from: new Date("2026-11-20T09:15:00Z"),
      to: new Date("2026-11-20T11:00:00Z"),
      unit: "quarter-hour",
      previous: { from: new Date("2026-11-20T07:30:00Z"), to: new Date("2026-11-20T09:15:00Z") },
    });
    expect(hours("20T09:20", "20T23:00")).toMatchObject({ unit: "hour" });
    expect(hours("10T09:20", "20T23:00")).toMatchObject({
      from: new Date("2026-11-10T00:00:00Z"),
      to: new Date("2026-11-21T00:00:00Z"),
      unit: "day",
    });
    expect(hours("25T09:20", "26T09:20").to.getTime()).toBeLessThanOrEqual(
      Date.parse("2026-11-21T10:30:00Z"),
    );
  });

  it("limit the listed requests to the bucket of a moment inside of them", () => {
    const range = resolve({ range: "7d" });
    expect(requestSpan({ bucket: "2026-11-20T17:00Z" }, range, now)).toMatchObject({
      from: new Date("2026-11-20T00:00:00Z"),
      to: new Date("2026-11-21T00:00:00Z"),
    });
    expect(requestSpan({ bucket: "2026-01-20T17:00Z" }, range, now)).toBe(range);
  });
});

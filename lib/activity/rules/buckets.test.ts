import { describe, expect, it } from "vitest";
import { bucketAround, bucketsOf } from "./buckets";
import { oneZone } from "./reporting-calendar";
import { dayOf, isDay, isTimeZone, startOfDay } from "./zone-days";

const hour = 3_600_000;
const now = new Date("2027-12-31T00:00:00Z");

/** A range of days around each clock change of 2026, and places whose offset is not a whole hour. */
const spans: readonly (readonly [zone: string, from: string, to: string, oddHours: number])[] = [
  ["Asia/Kolkata", "2026-03-01", "2026-04-05", 0],
  ["Asia/Kathmandu", "2026-10-20", "2026-11-24", 0],
  ["Pacific/Chatham", "2026-04-01", "2026-04-10", 1],
  ["Pacific/Chatham", "2026-09-22", "2026-10-02", -1],
  ["America/New_York", "2026-03-05", "2026-03-12", -1],
  ["America/New_York", "2026-10-29", "2026-11-05", 1],
  ["Europe/Berlin", "2026-10-20", "2026-10-30", 1],
  ["UTC", "2026-02-20", "2026-03-05", 0],
];

describe("buckets", () => {
  it.each(spans)("of %s from %s add up to the range, whatever the unit", (zone, from, to, oddHours) => {
    const span = { zone, from: startOfDay(from, zone), to: startOfDay(to, zone) };
    const days = (Date.parse(to) - Date.parse(from)) / (24 * hour);
    expect(span.to.getTime() - span.from.getTime()).toBe(days * 24 * hour + oddHours * hour);
    for (const unit of ["quarter-hour", "hour", "day"] as const) {
      const buckets = bucketsOf(span, unit, now);
      expect(buckets[0]?.start).toEqual(span.from);
      expect(buckets.at(-1)?.end).toEqual(span.to);
      buckets.slice(1).forEach((bucket, index) => expect(bucket.start).toEqual(buckets[index]?.end));
      if (unit === "day") expect(buckets).toHaveLength(days);
      if (unit === "hour") expect(buckets).toHaveLength(days * 24 + oddHours);
    }
  });

  it("all begin on a UTC quarter-hour, where stored sums begin", () => {
    for (const [zone, from, to] of spans) {
      const span = { zone, from: startOfDay(from, zone), to: startOfDay(to, zone) };
      for (const { start } of bucketsOf(span, "hour", now)) expect(start.getTime() % (15 * 60_000)).toBe(0);
    }
  });

  it("start weeks on Monday and months on the first", () => {
    const span = {
      zone: "America/New_York",
      from: new Date("2026-10-28T12:00:00Z"),
      to: new Date("2026-11-12T12:00:00Z"),
    };
    expect(bucketsOf(span, "week", now).map(({ day }) => day)).toEqual([
      "2026-10-26",
      "2026-11-02",
      "2026-11-09",
    ]);
    expect(bucketsOf(span, "month", now).map(({ day }) => day)).toEqual(["2026-10-01", "2026-11-01"]);
  });

  it("mark the one that is still running", () => {
    const at = new Date("2026-11-21T10:20:00Z");
    const span = { zone: "UTC", from: startOfDay("2026-11-19", "UTC"), to: startOfDay("2026-11-22", "UTC") };
    expect(bucketsOf(span, "day", at).map(({ isUnfinished }) => isUnfinished)).toEqual([false, false, true]);
    expect(bucketAround(at, oneZone("Asia/Kathmandu"), "hour").start).toEqual(
      new Date("2026-11-21T10:15:00Z"),
    );
  });

  it("name days in their zone", () => {
    const moment = new Date("2026-11-21T18:20:00Z");
    expect([dayOf(moment, "Asia/Kathmandu"), dayOf(moment, "America/New_York")]).toEqual([
      "2026-11-22",
      "2026-11-21",
    ]);
    expect(["2026-02-29", "2026-2-1", "2026-11-21", "x"].map(isDay)).toEqual([false, false, true, false]);
    expect(["Asia/Kolkata", "UTC", "Mars/Base", "+05:30", "'; --"].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

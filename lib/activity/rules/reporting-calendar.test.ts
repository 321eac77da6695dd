import fc from "fast-check";
import { expect, it } from "vitest";
import { bucketsOf } from "./buckets";
import { bucketPeriod, earlierZones } from "./charts/bucket-text";
import {
  type Calendar,
  dayIn,
  dayStartIn,
  isStoredBucketBoundary,
  oneZone,
  spanStartIn,
  zonesText,
} from "./reporting-calendar";
import { moveDay } from "./zone-days";
import { defaultFormats } from "@/lib/kernel/format";

const quarterMs = 15 * 60_000;
const begin = Date.parse("2026-02-01T00:00:00Z");
const quarters = 120 * 96;
const zones = [
  "UTC",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Etc/GMT+12",
  "America/New_York",
  "Pacific/Chatham",
  "Australia/Lord_Howe",
  "Africa/Cairo",
];

/** A calendar with up to five changes of zone at any quarter-hour. */
const calendars = fc
  .record({
    first: fc.constantFrom(...zones),
    // The table has at most one zone for a moment.
    later: fc.uniqueArray(
      fc.record({ zone: fc.constantFrom(...zones), at: fc.integer({ min: 0, max: quarters }) }),
      { maxLength: 5, selector: ({ at }) => at },
    ),
  })
  .map(({ first, later }): Calendar => [
    { zone: first, since: new Date(0) },
    ...later
      .toSorted((left, right) => left.at - right.at)
      .map(({ zone, at }) => ({ zone, since: new Date(begin + at * quarterMs) })),
  ]);

it("days are consecutive, without gap or overlap, whatever the zones", () => {
  fc.assert(
    fc.property(calendars, fc.integer({ min: 0, max: quarters }), (calendar, at) => {
      const moment = new Date(begin + at * quarterMs);
      const day = dayIn(calendar, moment);
      expect(dayStartIn(calendar, day) <= moment).toBe(true);
      expect(dayStartIn(calendar, day, 1) > moment).toBe(true);
      const span = spanStartIn(calendar, moment);
      expect(span <= moment && moment.getTime() - span.getTime() < 24 * 3_600_000).toBe(true);
      expect(isStoredBucketBoundary(calendar, span)).toBe(true);
      expect(dayIn(calendar, span)).toBe(day);
    }),
    { numRuns: 500 },
  );
});

it("chart buckets of any unit are whole stored buckets or lie within one, and cover the range", () => {
  const units = fc.constantFrom(
    "quarter-hour" as const,
    "hour" as const,
    "day" as const,
    "week" as const,
    "month" as const,
  );
  fc.assert(
    fc.property(calendars, units, fc.integer({ min: 0, max: 90 }), (calendar, unit, start) => {
      const from = dayStartIn(calendar, moveDay("2026-02-03", { days: start }));
      const to = dayStartIn(calendar, moveDay("2026-02-03", { days: start + 12 }));
      const buckets = bucketsOf({ from, to, zone: "UTC", calendar }, unit, to);
      expect((buckets[0]?.start ?? to) <= from && (buckets.at(-1)?.end ?? from) >= to).toBe(true);
      buckets.slice(1).forEach((bucket, index) => expect(bucket.start).toEqual(buckets[index]?.end));
      if (unit === "quarter-hour" || unit === "hour") return;
      for (const bucket of buckets) expect(isStoredBucketBoundary(calendar, bucket.start)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it("the day of a change begins in the old zone and ends in the new one, and says so", () => {
  const since = new Date("2026-11-20T20:00:00Z");
  const calendar: Calendar = [...oneZone("UTC"), { zone: "America/New_York", since }];
  expect(dayStartIn(calendar, "2026-11-20")).toEqual(new Date("2026-11-20T00:00:00Z"));
  expect(dayStartIn(calendar, "2026-11-21")).toEqual(new Date("2026-11-21T05:00:00Z"));
  const span = {
    from: dayStartIn(calendar, "2026-11-19"),
    to: dayStartIn(calendar, "2026-11-22"),
    zone: "America/New_York",
    calendar,
  };
  expect(
    bucketsOf(span, "day", since).map((bucket) => bucketPeriod(bucket, "day", span, defaultFormats)),
  ).toEqual([
    "Nov 19, 2026, 00:00 to 24:00 in UTC",
    "Nov 20, 2026, 00:00 in UTC to 24:00 in America/New_York",
    "Nov 21, 2026, 00:00 to 24:00",
  ]);
  expect(earlierZones(span, defaultFormats)).toEqual([{ zone: "UTC", until: "Nov 20, 2026" }]);
  expect(earlierZones({ ...span, from: since }, defaultFormats)).toEqual([]);
});

it("zones are named from the newest to the oldest, with the moment since which each one counts", () => {
  expect(zonesText(oneZone("UTC"))).toBe("UTC");
  const since = new Date("2026-11-29T10:00:00Z");
  expect(
    zonesText([
      { zone: "UTC", since: new Date(0) },
      { zone: "Europe/Berlin", since },
    ]),
  ).toBe("Europe/Berlin since 2026-11-29T10:00:00.000Z, before that UTC");
});

import { expect, test } from "vitest";
import { type FreePeriod, freeWindow } from "./free-window";

test.each<[FreePeriod, string, string, string]>([
  ["minute", "2026-11-28T12:00:59.999Z", "2026-11-28T12:00:00.000Z", "2026-11-28T12:01:00.000Z"],
  ["minute", "2026-11-28T12:01:00.000Z", "2026-11-28T12:01:00.000Z", "2026-11-28T12:02:00.000Z"],
  ["day", "2028-02-28T23:59:59.999Z", "2028-02-28T00:00:00.000Z", "2028-02-29T00:00:00.000Z"],
  ["day", "2028-02-29T12:00:00.000Z", "2028-02-29T00:00:00.000Z", "2028-03-01T00:00:00.000Z"],
  ["day", "2026-12-31T23:59:59.999Z", "2026-12-31T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
])("the %s of %s begins at %s and ends at %s", (period, now, start, end) => {
  const window = freeWindow(period, new Date(now));
  expect([window.start.toISOString(), window.end.toISOString()]).toEqual([start, end]);
});

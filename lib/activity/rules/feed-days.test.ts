import { describe, expect, it } from "vitest";
import { groupByDay } from "./feed-days";
import type { FeedItem } from "./feed-item";
import { defaultFormats } from "@/lib/kernel/format";

const at = (moment: string) => ({ id: moment, at: moment }) as FeedItem;
const headings = (moments: readonly string[], zone: string, now: string) =>
  groupByDay(moments.map(at), { zone, now, formats: defaultFormats }).map(
    ({ heading, items }) => `${heading}: ${items.length}`,
  );

describe("days of the feed", () => {
  it("are those of the time zone, and today and yesterday have their names", () => {
    const moments = [
      "2026-11-21T12:00:00.000Z",
      "2026-11-21T05:30:00.000Z",
      "2026-11-21T04:30:00.000Z",
      "2026-11-19T12:00:00.000Z",
      "2025-11-19T12:00:00.000Z",
    ];
    const now = "2026-11-21T13:00:00.000Z";
    expect(headings(moments, "America/New_York", now)).toEqual([
      "Today, Nov 21: 2",
      "Yesterday, Nov 20: 1",
      "Nov 19: 1",
      "Nov 19, 2025: 1",
    ]);
    expect(headings(moments, "UTC", now)[0]).toBe("Today, Nov 21: 3");
  });

  it("name yesterday around a change of the clock", () => {
    // In New York, Nov 1, 2026 has 25 hours.
    expect(headings(["2026-11-01T04:30:00.000Z"], "America/New_York", "2026-11-02T05:10:00.000Z")).toEqual([
      "Yesterday, Nov 1: 1",
    ]);
  });

  it("name the new day when a request arrives after midnight", () => {
    expect(
      headings(["2026-11-22T00:00:01.000Z", "2026-11-21T23:59:59.000Z"], "UTC", "2026-11-21T23:00:00.000Z"),
    ).toEqual(["Today, Nov 22: 1", "Yesterday, Nov 21: 1"]);
  });
});

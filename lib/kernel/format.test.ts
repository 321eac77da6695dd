import { describe, expect, it } from "vitest";
import {
  formatDay,
  formatMoment,
  formatPercent,
  formatRelative,
  formatShortMoment,
  formatTimeOfDay,
} from "./format";

const moment = new Date("2026-11-21T11:37:05Z");

describe("formats of dates and shares", () => {
  it("writes dates as an American reader does, with plain spaces, in the given zone", () => {
    expect(formatMoment(moment, "UTC")).toBe("Nov 21, 2026, 11:37:05 AM");
    expect(formatMoment(moment, "Europe/Berlin")).toBe("Nov 21, 2026, 12:37:05 PM");
    expect(formatDay(moment, "Pacific/Auckland")).toBe("Nov 22, 2026");
    expect(formatDay(new Date("2026-09-03T00:00:00Z"), "UTC")).toBe("Sep 3, 2026");
    expect(formatShortMoment(moment, "Europe/Berlin")).toBe("Nov 21, 12:37 PM");
    expect(formatTimeOfDay(new Date("2026-11-21T00:05:09Z"), "UTC")).toBe("12:05:09 AM");
  });

  it("tells the distance within a day, and leaves the rest to the date", () => {
    const after = (seconds: number) => formatRelative(moment, new Date(moment.getTime() + seconds * 1_000));
    expect(after(3)).toBe("just now");
    expect(after(45)).toBe("45 s ago");
    expect(after(18 * 60 + 59)).toBe("18 min ago");
    expect(after(23.9 * 3_600)).toBe("23 h ago");
    expect(after(-5 * 3_600)).toBe("in 5 h");
    expect(after(86_400)).toBeNull();
    expect(after(-90_000)).toBeNull();
  });

  it("writes a share with one decimal and no space", () => {
    expect(formatPercent(0.538)).toBe("53.8%");
    expect(formatPercent(1)).toBe("100.0%");
    expect(formatPercent(0.00049)).toBe("0.0%");
  });
});

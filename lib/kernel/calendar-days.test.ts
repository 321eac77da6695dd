import { describe, expect, it } from "vitest";
import { addDays, addMonths, countDays, inMonth, weekPlace, weeksOf } from "./calendar-days";

describe("calendar days", () => {
  it("moves across months, leap days and clock changes", () => {
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
    expect(countDays("2026-10-01", "2026-11-01")).toBe(31);
    expect(countDays("2026-11-02", "2026-11-01")).toBe(-1);
  });

  it("moves months across years and keeps the day where the month has it", () => {
    expect(addMonths("2026-12", 1)).toBe("2027-01");
    expect(addMonths("2026-01", -1)).toBe("2025-12");
    expect(inMonth("2026-01-31", "2026-02")).toBe("2026-02-28");
    expect(inMonth("2026-01-15", "2026-02")).toBe("2026-02-15");
  });

  it("lays a month out in weeks that start on Sunday or on Monday", () => {
    const sundays = weeksOf("2026-11", 0);
    expect(sundays).toHaveLength(5);
    expect(sundays[0]?.[0]).toBe("2026-11-01");
    expect(sundays.at(-1)).toEqual(["2026-11-29", "2026-11-30", null, null, null, null, null]);
    const mondays = weeksOf("2026-11", 1);
    expect(mondays).toHaveLength(6);
    expect(mondays[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weekPlace("2026-11-01", 1)).toBe(6);
  });
});

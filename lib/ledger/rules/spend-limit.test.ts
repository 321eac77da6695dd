import { expect, test } from "vitest";
import { nextReset, remainingNanos, windowStarts, windowUsage } from "./spend-limit";

const meter = {
  usedNanos: 30n,
  dayStart: "2026-11-22",
  dayNanos: 2n,
  weekStart: "2026-11-16",
  weekNanos: 9n,
  monthStart: "2026-11-01",
  monthNanos: 20n,
};

test("weeks begin on Monday and every window begins at midnight UTC", () => {
  expect(windowStarts(new Date("2026-11-22T23:59:59.999Z"))).toEqual({
    day: "2026-11-22",
    week: "2026-11-16",
    month: "2026-11-01",
  });
  expect(windowStarts(new Date("2026-11-23T00:00:00Z"))).toEqual({
    day: "2026-11-23",
    week: "2026-11-23",
    month: "2026-11-01",
  });
});

test("a window that has passed counts as zero", () => {
  expect(windowUsage(meter, new Date("2026-11-22T12:00:00Z"))).toEqual({
    totalNanos: 30n,
    dailyNanos: 2n,
    weeklyNanos: 9n,
    monthlyNanos: 20n,
  });
  expect(windowUsage(meter, new Date("2026-11-23T00:00:00Z"))).toEqual({
    totalNanos: 30n,
    dailyNanos: 0n,
    weeklyNanos: 0n,
    monthlyNanos: 20n,
  });
  expect(windowUsage(null, new Date()).totalNanos).toBe(0n);
});

test("remaining is the limit minus the window's usage, never negative, and null without a limit", () => {
  const usage = windowUsage(meter, new Date("2026-11-22T12:00:00Z"));
  expect(remainingNanos(10n, "daily", usage)).toBe(8n);
  expect(remainingNanos(10n, "weekly", usage)).toBe(1n);
  expect(remainingNanos(10n, "monthly", usage)).toBe(0n);
  expect(remainingNanos(31n, null, usage)).toBe(1n);
  expect(remainingNanos(null, "daily", usage)).toBeNull();
});

test("a limit resets at the next midnight, Monday or first of the month", () => {
  const now = new Date("2026-12-31T13:00:00Z");
  expect(nextReset("daily", now)?.toISOString()).toBe("2027-01-01T00:00:00.000Z");
  expect(nextReset("weekly", now)?.toISOString()).toBe("2027-01-04T00:00:00.000Z");
  expect(nextReset("monthly", now)?.toISOString()).toBe("2027-01-01T00:00:00.000Z");
  expect(nextReset(null, now)).toBeNull();
});

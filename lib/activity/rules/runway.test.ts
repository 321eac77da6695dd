import { describe, expect, it } from "vitest";
import { runway } from "./runway";

const today = "2026-11-21";
const days = (count: number, used: bigint) => Array.from({ length: count }, () => used);

describe("runway", () => {
  it("says how many days the credits last, and on which day they run out", () => {
    expect(runway({ availableNanos: 23_500n, usedNanos: days(30, 1_000n), today })).toEqual({
      perDayNanos: 1_000n,
      paceDays: 7,
      days: 23,
      until: "2026-12-14",
    });
  });

  it("takes the pace from the last seven days with usage only", () => {
    const usedNanos = [...days(10, 1_000_000n), ...days(3, 10n), 0n, 0n, ...days(4, 10n), 0n];
    expect(runway({ availableNanos: 100n, usedNanos, today })).toMatchObject({ perDayNanos: 10n, days: 10 });
  });

  it("says from how many days the pace is when there are fewer", () => {
    const usedNanos = [0n, 4n, 0n, 6n, 0n];
    expect(runway({ availableNanos: 100n, usedNanos, today })).toMatchObject({
      perDayNanos: 5n,
      paceDays: 2,
    });
  });

  it("says nothing without usage, or without credits", () => {
    for (const usedNanos of [[], days(30, 0n)]) {
      expect(runway({ availableNanos: 100n, usedNanos, today })).toBeNull();
    }
    expect(runway({ availableNanos: 0n, usedNanos: days(14, 5n), today })).toBeNull();
    expect(runway({ availableNanos: -1n, usedNanos: days(14, 5n), today })).toBeNull();
  });

  it("names no day that is more than a year away", () => {
    expect(runway({ availableNanos: 365n, usedNanos: days(14, 1n), today })?.until).toBe("2027-11-21");
    expect(runway({ availableNanos: 366n, usedNanos: days(14, 1n), today })).toMatchObject({
      days: null,
      until: null,
    });
  });

  it("does not divide by a pace that rounds to nothing", () => {
    const usedNanos = [...days(11, 0n), ...days(3, 1n)];
    expect(runway({ availableNanos: 3n, usedNanos: usedNanos.slice(0, -2), today })).toMatchObject({
      days: 3,
    });
    expect(runway({ availableNanos: 1n, usedNanos: days(7, 3n), today })).toMatchObject({
      days: 0,
      until: today,
    });
  });
});

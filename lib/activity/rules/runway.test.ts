import { describe, expect, it } from "vitest";
import { runway } from "./runway";

const today = "2026-11-21";
const days = (count: number, used: bigint) => Array.from({ length: count }, () => used);

describe("runway", () => {
  it("names the day on which the credits run out", () => {
    expect(runway({ availableNanos: 23_500n, usedNanos: days(30, 1_000n), today })).toEqual({
      perDayNanos: 1_000n,
      until: "2026-12-14",
    });
  });

  it("takes the pace from the last fourteen days only", () => {
    const usedNanos = [...days(10, 1_000_000n), ...days(14, 10n)];
    expect(runway({ availableNanos: 100n, usedNanos, today })?.perDayNanos).toBe(10n);
  });

  it("says nothing with too little history, or without credits", () => {
    const idle = [...days(12, 0n), 5n, 5n];
    for (const usedNanos of [[], days(6, 5n), idle]) {
      expect(runway({ availableNanos: 100n, usedNanos, today })).toBeNull();
    }
    expect(runway({ availableNanos: 0n, usedNanos: days(14, 5n), today })).toBeNull();
    expect(runway({ availableNanos: -1n, usedNanos: days(14, 5n), today })).toBeNull();
  });

  it("names no day that is more than a year away", () => {
    expect(runway({ availableNanos: 365n, usedNanos: days(14, 1n), today })?.until).toBe("2027-11-21");
    expect(runway({ availableNanos: 366n, usedNanos: days(14, 1n), today })?.until).toBeNull();
  });

  it("does not divide by a pace that rounds to nothing", () => {
    const usedNanos = [...days(11, 0n), ...days(3, 1n)];
    expect(runway({ availableNanos: 3n, usedNanos, today })).toEqual({
      perDayNanos: 0n,
      until: "2026-12-05",
    });
  });
});

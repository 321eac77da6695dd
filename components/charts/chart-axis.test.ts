import { describe, expect, test } from "vitest";
import { roundTicks, tickText } from "./chart-axis";

describe("axis ticks", () => {
  test.each([
    [3.3, "usd", [0, 1, 2, 3, 4]],
    [18.9, "usd", [0, 5, 10, 15, 20]],
    [0.00031, "usd", [0, 0.0001, 0.0002, 0.0003, 0.0004]],
    [3, "requests", [0, 1, 2, 3]],
    [7, "requests", [0, 2, 4, 6, 8]],
    [10_600_000, "tokens", [0, 5_000_000, 10_000_000, 15_000_000]],
    [0, "usd", [0, 1]],
    [100, "percent", [0, 25, 50, 75, 100]],
  ] as const)("are round and reach %d %s", (highest, unit, ticks) => {
    expect(roundTicks(highest, unit)).toEqual(ticks);
  });

  test("are labeled zero only for zero", () => {
    expect(tickText("usd", 0.0001)).toBe("$0.0001");
    expect(tickText("usd", 0)).toBe("$0");
    expect(tickText("usd", 1500)).toBe("$1.5K");
  });
});

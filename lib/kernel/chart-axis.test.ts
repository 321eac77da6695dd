import { describe, expect, test } from "vitest";
import { defaultFormats } from "@/lib/kernel/format";
import { axisWidth, roundTicks, tickTexts } from "./chart-axis";

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

  test.each([
    ["usd", [0, 2.5, 5, 7.5], ["$0", "$2.50", "$5.00", "$7.50"]],
    ["usd", [0, 0.2, 0.4, 0.6], ["$0", "$0.20", "$0.40", "$0.60"]],
    ["usd", [0, 5, 10], ["$0", "$5", "$10"]],
    ["usd", [0, 0.00005, 0.0001], ["$0", "$0.00005", "$0.00010"]],
    ["usd", [0, 1_500], ["$0", "$1.5K"]],
    ["ms", [0, 5_000, 10_000], ["0", "5 s", "10 s"]],
    ["ms", [0, 250, 500], ["0", "250 ms", "500 ms"]],
    ["percent", [0, 2.5, 5], ["0%", "2.5%", "5%"]],
  ] as const)("of %s read alike: %j", (unit, ticks, texts) => {
    expect(tickTexts(unit, ticks, defaultFormats)).toEqual(texts);
  });

  test("leave room for the longest label", () => {
    expect(axisWidth(["$0", "$0.00005"])).toBeGreaterThan(axisWidth(["$0", "$5"]));
  });
});

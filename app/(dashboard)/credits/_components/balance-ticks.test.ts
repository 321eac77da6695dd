import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultFormats } from "@/lib/kernel/format";
import { balanceTicks } from "./balance-ticks";

it("labels round amounts around the balances", () => {
  const texts = (low: number, high: number) =>
    balanceTicks(low, high, defaultFormats).map(({ text }) => text);
  expect(texts(0, 38)).toEqual(["$0", "$20", "$40"]);
  expect(texts(0, 0.9)).toEqual(["$0.00", "$0.50", "$1.00"]);
  expect(texts(-4, 10)).toEqual(["−$5", "$0", "$5", "$10"]);
  expect(texts(0, 0)).toHaveLength(2);
});

it("covers every balance with zero on a line and few lines", () => {
  const amount = fc.double({ min: 0, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(amount, amount, (below, above) => {
      const ticks = balanceTicks(-below, above, defaultFormats);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.some(({ value }) => value === 0)).toBe(true);
      expect(ticks[0]?.value ?? 1).toBeLessThanOrEqual(-below + 1e-3);
      expect(ticks.at(-1)?.value ?? -1).toBeGreaterThanOrEqual(above - 1e-3);
      expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
    }),
  );
});

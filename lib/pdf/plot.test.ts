import fc from "fast-check";
import { expect, it } from "vitest";
import { ticksUpTo } from "./plot";

it("has round ticks from zero, of which the last is not below the highest value", () => {
  expect(ticksUpTo(0)).toEqual([0, 1]);
  expect(ticksUpTo(10)).toEqual([0, 5, 10]);
  expect(ticksUpTo(7)).toEqual([0, 2, 4, 6, 8]);
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), (highest) => {
      const ticks = ticksUpTo(highest);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks[0]).toBe(0);
      expect((ticks.at(-1) ?? 0) * (1 + 1e-6)).toBeGreaterThanOrEqual(highest);
    }),
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideCeil, divideExact, divideFloor, dollarsText, formatDollars, parseDollars } from "./money";

describe("money", () => {
  it("text and parsing are inverse for every amount a column can hold", () => {
    const amounts = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseDollars(dollarsText(amount))).toBe(amount);
      }),
    );
  });

  it("shows something as something: below a cent every true digit, else cents", () => {
    expect(formatDollars(0n)).toBe("$0.00");
    expect(formatDollars(142_000n)).toBe("$0.000142");
    expect(formatDollars(1n)).toBe("$0.000000001");
    expect(formatDollars(10_000_000_000n)).toBe("$10.00");
    expect(formatDollars(1_234_567_895_000_000n)).toBe("$1,234,567.90");
    expect(formatDollars(-5_000_000_000n)).toBe("-$5.00");
    expect(formatDollars(1_000_142_000n, { exact: true })).toBe("$1.000142");
  });

  it("refuses what is not an exact amount", () => {
    for (const text of ["", "abc", "1.2.3", "1e5", "0.0000000001", "--1", "NaN"]) {
      expect(parseDollars(text)).toBeNull();
    }
  });

  it("division says which way it rounds", () => {
    const dividends = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    const divisors = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(dividends, divisors, (dividend, divisor) => {
        const up = divideCeil(dividend, divisor);
        const down = divideFloor(dividend, divisor);
        expect(up * divisor >= dividend && (up - 1n) * divisor < dividend).toBe(true);
        expect(down * divisor <= dividend && (down + 1n) * divisor > dividend).toBe(true);
      }),
    );
    expect(() => divideExact(10n, 3n)).toThrow();
  });
});

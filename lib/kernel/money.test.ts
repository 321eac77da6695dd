import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnDecimals,
  divideCeil,
  divideExact,
  divideFloor,
  dollarsNumber,
  dollarsText,
  formatDollars,
  numberToNanos,
  parseDollars,
} from "./money";

describe("money", () => {
  it("parses the text of every amount that a column can hold back to the same amount", () => {
    const amounts = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseDollars(dollarsText(amount))).toBe(amount);
      }),
    );
  });

  it("formats amounts below a cent with every digit, others to the cent", () => {
    expect(formatDollars(0n)).toBe("$0.00");
    expect(formatDollars(142_000n)).toBe("$0.000142");
    expect(formatDollars(1n)).toBe("$0.000000001");
    expect(formatDollars(10_000_000_000n)).toBe("$10.00");
    expect(formatDollars(1_234_567_895_000_000n)).toBe("$1,234,567.90");
    expect(formatDollars(-5_000_000_000n)).toBe("−$5.00");
    expect(formatDollars(1_000_142_000n, { exact: true })).toBe("$1.000142");
  });

  it("formats a column with equal decimals, and never shows something as nothing", () => {
    expect(formatDollars(5_840_000_000n, { decimals: 4 })).toBe("$5.8400");
    expect(formatDollars(-9_400_000n, { decimals: 4 })).toBe("−$0.0094");
    expect(formatDollars(1n, { decimals: 4 })).toBe("<$0.0001");
    expect(formatDollars(-1n, { decimals: 2 })).toBe("−<$0.01");
    expect(formatDollars(-49_999n, { decimals: 4 })).toBe("−<$0.0001");
    expect(formatDollars(-50_000n, { decimals: 4 })).toBe("−$0.0001");
    expect(formatDollars(0n, { decimals: 6 })).toBe("$0.000000");
    expect(formatDollars(1_999_999_999n, { decimals: 0 })).toBe("$2");
    expect(columnDecimals([])).toBe(2);
    expect(columnDecimals([0n, 10_000_000n, -5_000_000_000n])).toBe(2);
    expect(columnDecimals([5_840_000_000n, -9_400_000n])).toBe(4);
    expect(columnDecimals([331_000n])).toBe(4);
    expect(columnDecimals([331_000n, 0n], 6)).toBe(5);
    expect(columnDecimals([1n], 6)).toBe(6);
  });

  it("rounds a balance down, so that it never shows more than there is", () => {
    expect(formatDollars(999_817_500n, { floor: true })).toBe("$0.99");
    expect(formatDollars(10_999_817_500n, { floor: true })).toBe("$10.99");
    expect(formatDollars(-1_239_000_000n, { floor: true })).toBe("−$1.24");
    expect(formatDollars(-1_230_000_000n, { floor: true })).toBe("−$1.23");
    expect(formatDollars(1n, { floor: true, decimals: 2 })).toBe("<$0.01");
    expect(formatDollars(-1n, { floor: true, decimals: 2 })).toBe("−$0.01");
    expect(formatDollars(142_000n, { floor: true })).toBe("$0.000142");
    const amounts = fc.bigInt({ min: 10_000_000n, max: 10n ** 18n });
    fc.assert(
      fc.property(amounts, fc.boolean(), (magnitude, isDebt) => {
        const amount = isDebt ? -magnitude : magnitude;
        const shown = parseDollars(formatDollars(amount, { floor: true }));
        expect(shown !== null && shown <= amount && amount - shown < 10_000_000n).toBe(true);
      }),
    );
  });

  it("shows a change as the difference of the balances before and after it, when one of them is in whole cents", () => {
    const floor = (amount: bigint) => parseDollars(formatDollars(amount, { floor: true, decimals: 2 })) ?? 0n;
    const changes = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
    const wholeCents = fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n });
    fc.assert(
      fc.property(wholeCents, changes, (cents, change) => {
        fc.pre(change < 0n || change >= 10_000_000n);
        const before = cents * 10_000_000n;
        fc.pre(before + change < 0n || before + change >= 10_000_000n);
        expect(floor(before) + floor(change)).toBe(floor(before + change));
      }),
    );
  });

  it("rejects text that is not an exact amount", () => {
    for (const text of [
      "",
      "abc",
      "1.2.3",
      "1e5",
      "0.0000000001",
      "--1",
      "NaN",
      "2,50",
      "0,5",
      "1,2,3",
      ",5",
      "12,34",
      "1,2345",
      "1.000,00",
    ]) {
      expect(parseDollars(text)).toBeNull();
    }
  });

  it("accepts commas only as thousands separators", () => {
    expect(parseDollars("1,234,567.89")).toBe(1_234_567_890_000_000n);
    expect(parseDollars("$1,000")).toBe(1_000_000_000_000n);
    expect(parseDollars("1000")).toBe(1_000_000_000_000n);
  });

  it("reads a number of dollars by its digits, and never rounds to zero", () => {
    expect(numberToNanos(1e-9)).toBe(1n);
    expect(numberToNanos(1.5e-7)).toBe(150n);
    expect(numberToNanos(-0)).toBe(0n);
    expect(numberToNanos(-1e-9)).toBe(-1n);
    for (const value of [1e-10, -1e-10, 1e-12, 5e-324, 1.5e-9, 1e21, NaN, Infinity]) {
      expect(numberToNanos(value)).toBeNull();
    }
    const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(numberToNanos(dollarsNumber(amount))).toBe(amount);
      }),
    );
  });

  it("ignores floating-point noise after the ninth decimal", () => {
    expect(numberToNanos(0.1 + 0.2)).toBe(300_000_000n);
    expect(numberToNanos(1.1 * 3)).toBe(3_300_000_000n);
    expect(numberToNanos(-(0.1 + 0.7))).toBe(-800_000_000n);
    expect(numberToNanos(3e-9 * 1.1 - 3e-10)).toBe(3n);
    for (const value of [
      12_345_678_901.5,
      12_345_678_901 + 1e-5,
      0.1234567891,
      1.0000000001,
      0.3000000004,
      2.5e-9,
    ])
      expect(numberToNanos(value)).toBeNull();
    const summands = fc.array(fc.integer({ min: 1, max: 10 ** 6 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(summands, (cents) => {
        const sum = cents.reduce((total, cent) => total + cent / 100, 0);
        expect(numberToNanos(sum)).toBe(BigInt(cents.reduce((total, cent) => total + cent, 0)) * 10_000_000n);
      }),
    );
  });

  it("rounds each division in the direction of its name", () => {
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

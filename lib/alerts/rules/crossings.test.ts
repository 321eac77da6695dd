import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysLeft,
  keyLimitChange,
  keyLimitSteps,
  lowBalanceChange,
  rearmsAt,
  stepReached,
} from "./crossings";

const dollars = (amount: number) => BigInt(Math.round(amount * 1_000_000_000));

/** Follows a wallet through its balances, and returns those at which the alert fired. */
function firedAt(balances: readonly bigint[], thresholdNanos: bigint): number[] {
  let isLow = false;
  return balances.flatMap((balanceNanos, index) => {
    const change = lowBalanceChange({ balanceNanos, thresholdNanos, isLow });
    if (change !== null) isLow = change === "fire";
    return change === "fire" ? [index] : [];
  });
}

describe("low balance", () => {
  it("is armed again at 120% of the threshold, and at least a dollar above it", () => {
    expect(rearmsAt(dollars(100))).toBe(dollars(120));
    expect(rearmsAt(dollars(5))).toBe(dollars(6));
    expect(rearmsAt(dollars(1))).toBe(dollars(2));
    expect(rearmsAt(5_000_000_001n)).toBe(6_000_000_002n);
  });

  it("fires below the threshold, not at it", () => {
    expect(firedAt([dollars(5)], dollars(5))).toEqual([]);
    expect(firedAt([dollars(5) - 1n], dollars(5))).toEqual([0]);
  });

  it("fires again only after a clear rise", () => {
    const balances = [4.9, 5.5, 4.9, 5.99, 0, 6, 5, 4.99].map(dollars);
    expect(firedAt(balances, dollars(5))).toEqual([0, 7]);
  });

  const amount = fc.bigInt({ min: -dollars(50), max: dollars(500) });
  const threshold = fc.bigInt({ min: 1n, max: dollars(400) });

  it("never fires twice while the balance stays below the clear rise", () => {
    fc.assert(
      fc.property(threshold, fc.array(amount, { maxLength: 40 }), (limit, balances) => {
        const flapping = balances.map((balance) =>
          balance >= rearmsAt(limit) ? rearmsAt(limit) - 1n : balance,
        );
        expect(firedAt(flapping, limit).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("has a clear rise between any two alerts, and misses no fall after one", () => {
    fc.assert(
      fc.property(threshold, fc.array(amount, { maxLength: 40 }), (limit, balances) => {
        const fired = firedAt(balances, limit);
        for (const [place, index] of fired.entries()) {
          expect(balances[index]).toBeLessThan(limit);
          const between = balances.slice(place === 0 ? 0 : (fired[place - 1] ?? 0) + 1, index);
          if (place > 0) expect(between.some((balance) => balance >= rearmsAt(limit))).toBe(true);
          // Every fall below the threshold that comes after the rise fires at once.
          const rise = place === 0 ? 0 : between.findIndex((balance) => balance >= rearmsAt(limit));
          expect(between.slice(rise).every((balance) => balance >= limit)).toBe(true);
        }
      }),
    );
  });
});

describe("steps", () => {
  const at = (usedNanos: bigint, lastStep = 0) =>
    stepReached(keyLimitSteps, { usedNanos, limitNanos: dollars(10), lastStep });

  it("fires each step once, and of several steps only the highest", () => {
    expect(at(dollars(8) - 1n)).toBeNull();
    expect(at(dollars(8))).toBe(80);
    expect(at(dollars(9), 80)).toBeNull();
    expect(at(dollars(10), 80)).toBe(100);
    expect(at(dollars(12))).toBe(100);
    expect(at(dollars(12), 100)).toBeNull();
  });

  it("fires at most once per step however usage grows", () => {
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
    const growth = fc.array(fc.bigInt({ min: 0n, max: dollars(30) }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, growth, (chosen, parts) => {
        let usedNanos = 0n;
        const fired: number[] = [];
        for (const part of parts) {
          usedNanos += part;
          const step = stepReached(chosen, {
            usedNanos,
            limitNanos: dollars(100),
            lastStep: fired.at(-1) ?? 0,
          });
          if (step !== null) fired.push(step);
        }
        expect(fired).toEqual([...new Set(fired)].sort((a, b) => a - b));
        const reached = chosen.filter((step) => usedNanos >= dollars(step));
        expect(fired.at(-1) ?? null).toBe(reached.length === 0 ? null : Math.max(...reached));
      }),
    );
  });
});

it("estimates days from the pace of a week", () => {
  expect(daysLeft(dollars(6), dollars(14))).toBe(3);
  expect(daysLeft(dollars(1), dollars(14))).toBe(0);
  expect(daysLeft(0n, dollars(14))).toBeNull();
  expect(daysLeft(dollars(6), 0n)).toBeNull();
  expect(daysLeft(dollars(1_000), 1n)).toBeNull();
});

describe("keyLimitChange", () => {
  const change = (usedNanos: bigint, lastStep: number) =>
    keyLimitChange({ limitNanos: 1_000n, usedNanos, lastStep });

  it("fires at 80% and at 100%, the highest alone", () => {
    expect(change(799n, 0)).toEqual({ step: 0, fires: false });
    expect(change(800n, 0)).toEqual({ step: 80, fires: true });
    expect(change(1_000n, 0)).toEqual({ step: 100, fires: true });
    expect(change(1_000n, 80)).toEqual({ step: 100, fires: true });
    expect(change(999n, 80)).toEqual({ step: 80, fires: false });
  });

  it("is armed by a fall of ten percent of the limit, step by step", () => {
    expect(change(700n, 80)).toEqual({ step: 80, fires: false });
    expect(change(699n, 80)).toEqual({ step: 0, fires: false });
    expect(change(900n, 100)).toEqual({ step: 100, fires: false });
    expect(change(899n, 100)).toEqual({ step: 80, fires: false });
    expect(change(699n, 100)).toEqual({ step: 0, fires: false });
    expect(keyLimitChange({ limitNanos: null, usedNanos: 5n, lastStep: 100 })).toEqual({
      step: 0,
      fires: false,
    });
  });
});

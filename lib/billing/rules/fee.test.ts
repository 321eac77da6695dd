import fc from "fast-check";
import { expect, it } from "vitest";
import { formatDollars, nanosPerCent, parseDollars } from "@/lib/kernel/money";
import { feeFor, feePercent } from "./fee";
import { defaultFormats } from "@/lib/kernel/format";

const terms = { partsPerMillion: 55_000n, minNanos: 800_000_000n };

it.each([
  ["5", "$0.80"],
  ["10", "$0.80"],
  ["14.54", "$0.80"],
  ["14.55", "$0.80"],
  ["14.64", "$0.81"],
  ["20", "$1.10"],
  ["25", "$1.38"],
  ["100", "$5.50"],
  ["25000", "$1,375.00"],
])("the fee on $%s is %s, as at OpenRouter", (credits, fee) => {
  expect(formatDollars(feeFor(parseDollars(credits) ?? 0n, terms))).toBe(fee);
});

it("is whole cents, never below the minimum, within half a cent of the share", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 500n, max: 2_500_000n }), (cents) => {
      const fee = feeFor(cents * nanosPerCent, terms);
      expect(fee % nanosPerCent).toBe(0n);
      expect(fee >= terms.minNanos).toBe(true);
      const twiceTheErrorMillionths = (fee * 1_000_000n - cents * nanosPerCent * terms.partsPerMillion) * 2n;
      if (fee > terms.minNanos) {
        expect(twiceTheErrorMillionths <= nanosPerCent * 1_000_000n).toBe(true);
        expect(twiceTheErrorMillionths >= -nanosPerCent * 1_000_000n).toBe(true);
      }
    }),
  );
});

it("formats the share without trailing zeros", () => {
  expect(feePercent(terms, defaultFormats)).toBe("5.5%");
  expect(feePercent({ partsPerMillion: 50_000n, minNanos: 0n }, defaultFormats)).toBe("5%");
});

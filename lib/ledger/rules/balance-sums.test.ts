import { expect, it } from "vitest";
import { defaultFormats, formatsFor } from "@/lib/kernel/format";
import { type BalanceSums, isProven, sumsText } from "./balance-sums";

const sums: BalanceSums = {
  creditedNanos: 255_000_000_001n,
  debitedNanos: 5_000_000_002n,
  transfers: 3_404n,
  creditSumNanos: 255_000_000_001n,
  debitSumNanos: 5_000_000_002n,
  usageNanos: 4_000_000_002n,
  recordedNanos: 4_000_000_002n,
};

it("a balance is proven when its credits, its debits and its usage are equal to the nano-dollar", () => {
  expect(isProven(sums)).toBe(true);
  for (const name of ["creditedNanos", "debitedNanos", "recordedNanos"] as const)
    for (const by of [1n, -1n]) expect(isProven({ ...sums, [name]: sums[name] + by }), name).toBe(false);
});

it("the sentence has the calculation in exact figures, in the reader's format", () => {
  expect(sumsText(sums, defaultFormats)).toBe(
    "All 3,404 ledger entries add up to the balance: $255.000000001 added − $5.000000002 used or taken back = $249.999999999. Usage of $4.000000002 is exactly what the recorded requests cost.",
  );
  const unused = {
    ...sums,
    transfers: 1n,
    debitedNanos: 0n,
    debitSumNanos: 0n,
    usageNanos: 0n,
    recordedNanos: 0n,
  };
  expect(sumsText(unused, formatsFor("de-DE"))).toBe(
    "The only ledger entry adds up to the balance: $255,000000001 added − $0,00 used or taken back = $255,000000001.",
  );
});

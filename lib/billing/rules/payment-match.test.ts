import { expect, it } from "vitest";
import { matchPayment } from "./payment-match";

const plain = { totalCents: 1080, automaticTax: false };
const taxed = { totalCents: 1080, automaticTax: true };
const paid = (amountCents: number, taxCents: number | null, currency = "usd") => ({
  amountCents,
  taxCents,
  currency,
});
const mismatch = { kind: "mismatch", failureCode: "amount_mismatch" };

it("without automatic tax only the total matches, whatever tax the object states", () => {
  expect(matchPayment(plain, paid(1080, null))).toEqual({ kind: "match", taxCents: 0 });
  expect(matchPayment(plain, paid(1080, 0))).toEqual({ kind: "match", taxCents: 0 });
  expect(matchPayment(plain, paid(1188, 108))).toEqual(mismatch);
  expect(matchPayment(plain, paid(1188, null))).toEqual(mismatch);
});

it("with automatic tax the amount without the stated tax has to be the total, to the cent", () => {
  expect(matchPayment(taxed, paid(1188, 108))).toEqual({ kind: "match", taxCents: 108 });
  expect(matchPayment(taxed, paid(1080, 0))).toEqual({ kind: "match", taxCents: 0 });
  for (const [amount, tax] of [
    [1188, 107],
    [1188, 0],
    [1080, 108],
    [1079, 0],
  ] as const)
    expect(matchPayment(taxed, paid(amount, tax))).toEqual(mismatch);
});

it("an intent, which does not state the tax, cannot decide about more than the total", () => {
  expect(matchPayment(taxed, paid(1188, null))).toEqual({ kind: "unknown_tax" });
  expect(matchPayment(taxed, paid(1080, null))).toEqual({ kind: "match", taxCents: 0 });
  expect(matchPayment(taxed, paid(1079, null))).toEqual(mismatch);
});

it("another currency never matches", () => {
  for (const ordered of [plain, taxed])
    expect(matchPayment(ordered, paid(1080, 0, "eur"))).toEqual({
      kind: "mismatch",
      failureCode: "currency_mismatch",
    });
});

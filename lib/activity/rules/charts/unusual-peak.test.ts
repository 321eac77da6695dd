import { expect, it } from "vitest";
import { defaultFormats } from "@/lib/kernel/format";
import { unusualPeak } from "./unusual-peak";

const cents = (amounts: readonly (number | null)[]) =>
  amounts.map((amount) => (amount === null ? null : BigInt(amount) * 10_000_000n));
const usual = [10, 12, 11, 9, 10, 8, 10];
const peak = (amounts: readonly (number | null)[], more: Partial<Parameters<typeof unusualPeak>[0]> = {}) =>
  unusualPeak({
    metric: "spend",
    unit: "day",
    amounts: cents(amounts),
    parts: [],
    formats: defaultFormats,
    nameOf: (bucket) => `Nov ${bucket + 1}`,
    ...more,
  });

it("names the largest day that is twice the median of the others or more", () => {
  expect(peak([...usual, 31])).toEqual({ bucket: 7, text: "Nov 8: 3.1 times the usual" });
  expect(peak([50, null, ...usual, 31])?.text).toBe("Nov 1: 5.0 times the usual");
  expect(peak([...usual, 20_000])?.text).toBe("Nov 8: 2,000 times the usual");
});

it("takes the higher middle one of an even number, and names no series with less than half", () => {
  expect(peak([20, 20, 20, 5, 5, 5, 40])?.text).toBe("Nov 7: 2.0 times the usual");
  expect(peak([20, 20, 20, 5, 5, 5, 39])).toBeUndefined();
  const parts = ["One", "Two"].map((name) => ({ name, amounts: cents([...usual, 12]) }));
  expect(peak([...usual, 31], { parts })?.text).toBe("Nov 8: 3.1 times the usual");
});

it("says which series it came from, where there are several", () => {
  const parts = [
    { name: "Production", amounts: cents([...usual, 10]) },
    { name: "Staging", amounts: cents([0, 0, 0, 0, 0, 0, 0, 21]) },
  ];
  expect(peak([...usual, 31], { parts })?.text).toBe("Nov 8: 3.1 times the usual, 67% of it from Staging");
  expect(peak([...usual, 31], { parts: parts.slice(0, 1) })?.text).toBe("Nov 8: 3.1 times the usual");
});

it("says nothing where nothing stands out, or where it is not known what is usual", () => {
  expect(peak([...usual, 19])).toBeUndefined();
  expect(peak([1, 1, 1, 1, 1, 90])).toBeUndefined();
  expect(peak([0, 0, 0, 0, 0, 0, 0, 90])).toBeUndefined();
  expect(peak([...usual, 31], { amounts: [...usual, 31].map(BigInt) })).toBeUndefined();
  expect(peak([...usual, 31], { unit: "month" })).toBeUndefined();
  expect(peak([...usual, 31], { metric: "errors" })).toBeUndefined();
});

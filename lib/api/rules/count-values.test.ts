import fc from "fast-check";
import { expect, test } from "vitest";
import { ValueCount } from "./count-values";

function countOf(text: string, sliceBytes = Infinity): number {
  const bytes = Buffer.from(text);
  const count = new ValueCount();
  for (let at = 0; at < bytes.length; at += sliceBytes) count.add(bytes, at, at + sliceBytes);
  return count.total;
}

/** Names and values of what was parsed; an empty list or object counts one more. */
function marksOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  const parts = Object.values(value);
  const inside = parts.reduce<number>((sum, part) => sum + marksOf(part), 0);
  return 1 + (parts.length === 0 ? 1 : inside) + (Array.isArray(value) ? 0 : parts.length);
}

function digitsOf(value: unknown): number {
  if (typeof value === "number") return JSON.stringify(value).replace(/\D/g, "").length;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + digitsOf(part), 0);
}

test("counts every name and value of any JSON, in slices of any size", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(3),
      (value, slice, indent) => {
        const expected = marksOf(value) + Math.floor(digitsOf(value) / 16);
        expect(countOf(JSON.stringify(value, null, indent), slice)).toBe(expected);
      },
    ),
  );
});

test("what stands in a text counts nothing, whatever is escaped in it", () => {
  expect(countOf(String.raw`"a,b:[{\",\\"`, 1)).toBe(1);
  expect(countOf(String.raw`["\\",1]`, 3)).toBe(3);
  expect(countOf(String.raw`["\\\",",1]`, 5)).toBe(3);
});

test("long numbers count as several values", () => {
  expect(countOf(`[${"1".repeat(1_600)}]`)).toBe(102);
});

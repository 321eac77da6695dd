import fc from "fast-check";
import { expect, test } from "vitest";
import { ValueCount } from "./count-values";

function countOf(text: string, sliceBytes = Infinity): number {
  const bytes = Buffer.from(text);
  const count = new ValueCount();
  for (let at = 0; at < bytes.length; at += sliceBytes) count.add(bytes, at, at + sliceBytes);
  return count.total;
}

/** Names and values of a parsed value; an empty list or object counts one more. */
function marksOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  const parts = Object.values(value);
  const inside = parts.reduce<number>((sum, part) => sum + marksOf(part), 0);
  return 1 + (parts.length === 0 ? 1 : inside) + (Array.isArray(value) ? 0 : parts.length);
}

/** Digits beyond the first sixteen of a run. */
function digitsOf(value: unknown): number {
  if (typeof value === "number")
    return JSON.stringify(value)
      .split(/\D+/)
      .reduce((sum, run) => sum + Math.max(0, run.length - 16), 0);
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

test("text inside strings does not count, whatever is escaped in it", () => {
  expect(countOf(String.raw`"a,b:[{\",\\"`, 1)).toBe(1);
  expect(countOf(String.raw`["\\",1]`, 3)).toBe(3);
  expect(countOf(String.raw`["\\\",",1]`, 5)).toBe(3);
});

test("a number counts as one, a long one as several, and the longest is known", () => {
  expect(countOf(`[${Array.from({ length: 99_000 }, () => "7").join()}]`)).toBe(99_001);
  expect(countOf(`[${"1".repeat(16)},${"2".repeat(16)}.5]`)).toBe(3);
  expect(countOf(`[${"1".repeat(1_616)}]`)).toBe(102);
  for (const slice of [1, 7, 10_000]) {
    const count = new ValueCount();
    const bytes = Buffer.from(`{"99999":[1,${"2".repeat(1_200)},${"3".repeat(900)}]}`);
    for (let at = 0; at < bytes.length; at += slice) count.add(bytes, at, at + slice);
    expect(count.digitsMax).toBe(1_200);
  }
});

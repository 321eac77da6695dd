import fc from "fast-check";
import { expect, test } from "vitest";
import { isTooDeep, outermostValue } from "./json-outline";

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test("512 levels are accepted and one more is not, wherever they occur", () => {
  expect(isTooDeep(nested(512))).toBe(false);
  expect(isTooDeep(nested(513))).toBe(true);
  expect(isTooDeep(`{"a":"x","b":${nested(511)}}`)).toBe(false);
  expect(isTooDeep(`{"a":"x","b":${nested(512)}}`)).toBe(true);
  expect(isTooDeep(`${'{"a":'.repeat(600)}1`)).toBe(true);
});

test("brackets inside strings are not levels, however the strings are escaped", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("[", "{", '"', "\\", "x"), { minLength: 2_000 }), (characters) => {
      expect(isTooDeep(JSON.stringify({ a: characters.join("") }))).toBe(false);
    }),
  );
});

test("any JSON value is found by its name, whatever surrounds it", () => {
  const other = fc.dictionary(fc.constantFrom("a", "b", '"wanted":', "\\"), fc.jsonValue());
  fc.assert(
    fc.property(other, fc.jsonValue(), other, (before, wanted, after) => {
      const inner = { ...before, wanted, x: { wanted: 1 }, y: [{ wanted: 2 }], ...after };
      const found = outermostValue(JSON.stringify(inner), "wanted");
      expect(JSON.parse(found ?? "")).toEqual(JSON.parse(JSON.stringify(wanted)));
      expect(JSON.parse(outermostValue(JSON.stringify(inner, null, 2), "wanted") ?? "")).toEqual(
        JSON.parse(JSON.stringify(wanted)),
      );
    }),
  );
});

test("a value that is not closed reaches to the end of the text, and a missing name is null", () => {
  expect(outermostValue('{"id":"a","choices":[{"text":"Hi', "choices")).toBe('[{"text":"Hi');
  expect(outermostValue('{"id":"a","choices":[{"text":"Hi', "usage")).toBeNull();
  expect(outermostValue("[[[", "usage")).toBeNull();
  expect(outermostValue("", "usage")).toBeNull();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { approximateBytes, jsonPieces } from "./json-pieces";

test("the pieces together equal the output of JSON.stringify", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect([...jsonPieces(value)].join("")).toBe(JSON.stringify(value));
    }),
  );
  expect([...jsonPieces({ a: undefined, b: [undefined, 1] })].join("")).toBe('{"b":[null,1]}');
});

test("a long text comes in short pieces and parses back unchanged, including split surrogate pairs", () => {
  const text = `x${"😀".repeat(300_000)}`;
  const pieces = [...jsonPieces({ text })];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(300_000);
  expect(JSON.parse(pieces.join(""))).toEqual({ text });
});

test("estimates the size of a value without writing it", () => {
  expect(approximateBytes({ messages: [{ role: "user", content: "x".repeat(1_000) }] })).toBeGreaterThan(
    1_000,
  );
  expect(approximateBytes({ messages: [{ role: "user", content: "x".repeat(1_000) }] })).toBeLessThan(1_200);
});

import { expect, test } from "vitest";
import { bareText } from "./bare-text";
import { linesField } from "./text-field";

const field = linesField(20);

test("lines keep their breaks, in one spelling", () => {
  expect(field.parse("  one\r\ntwo\rthree\n")).toBe("one\ntwo\nthree");
  expect(field.parse("a\tb")).toBe("a b");
  expect(field.parse("שלום\nمرحبا")).toBe("שלום\nمرحبا");
  expect(field.parse("")).toBe("");
});

test("what a single line may not contain, no line may", () => {
  for (const text of [
    "a\u0000b",
    "ok\na\ud800b",
    "a\u202eb",
    "\u200b\nx\u2060y",
    "x".repeat(21),
    "x".repeat(10_000),
  ])
    expect(field.safeParse(text).success, JSON.stringify(text.slice(0, 20))).toBe(false);
  expect(bareText(field)).toEqual([]);
});

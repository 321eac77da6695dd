import { expect, it } from "vitest";
import { printableText } from "./printable-text";

it.each([
  ["Zoë – “5 €”", "Zoë – “5 €”"],
  ["Zoe\u0308", "Zoë"],
  ["Erdős", "Erdos"],
  ["漢字 x", "?? x"],
  ["👩‍👩‍👧", "?"],
  ["a\u0000b", "a?b"],
  ["\ud800", "?"],
])("%j becomes %j", (text, expected) => {
  expect(printableText(text)).toBe(expected);
});

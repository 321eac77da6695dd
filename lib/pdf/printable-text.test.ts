import { expect, it } from "vitest";
import { printableText } from "./printable-text";

it.each([
  "Zoë – “5 €”",
  "Łukasz Şahin, Erdős Pál, Þórður",
  "Nguyễn Thị Phượng",
  "Ἀθήνα και Θεσσαλονίκη",
  "Жанна Їжак, Ђорђе, Қазақстан",
  "Երևան, თბილისი",
  "x̂ → ≥ ✓",
])("%s is drawn as it is", (text) => {
  expect(printableText(text)).toBe(text.normalize("NFC"));
});

it.each([
  ["Zoe\u0308", "Zoë"],
  ["𝔸ＢＣ", "𝔸BC"],
  ["漢字 x", "?? x"],
  ["مرحبا", "?????"],
  ["👩‍👩‍👧", "?"],
  ["a\u0000b\nc\u202ed", "a?b?c?d"],
  ["\ud800", "?"],
])("%j becomes %j", (text, expected) => {
  expect(printableText(text)).toBe(expected);
});

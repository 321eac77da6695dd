import "server-only";
import { fonts } from "./fonts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
// Nothing of these can be seen by itself; some would turn the order of what follows.
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;
// The fonts have letters of these, but text that runs from right to left needs more than its letters.
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}]/u;

/**
 * A text in the characters that the fonts can draw. A character that they cannot becomes its base letter, if they have that
 * ("Ｂ" → "B"), or a question mark: one for what a reader sees as one character.
 */
export function printableText(text: string): string {
  const composed = text.normalize("NFC");
  if (isPrintable(composed)) return composed;
  return Array.from(graphemes.segment(composed), ({ segment }) => printableGrapheme(segment)).join("");
}

function printableGrapheme(segment: string): string {
  if (isPrintable(segment)) return segment;
  const base = segment.normalize("NFKD").replace(/\p{Mark}/gu, "");
  return base !== "" && isPrintable(base) ? base : "?";
}

function isPrintable(text: string): boolean {
  if (invisible.test(text) || rightToLeft.test(text)) return false;
  const { regular, bold } = fonts();
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).every(
    (codePoint) => regular.has(codePoint) && bold.has(codePoint),
  );
}

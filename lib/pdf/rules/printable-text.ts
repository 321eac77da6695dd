/** Characters beyond Latin-1 that the built-in fonts of PDF have (WinAnsi). */
const further = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
const printable = new RegExp(`^[\\x20-\\x7e\\xa0-\\xff${further}]*$`, "u");
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * A text in the characters of PDF's built-in fonts. A character that they lack becomes its base letter, if that is Latin
 * ("ő" → "o"), or a question mark: one for what a reader sees as one character.
 */
export function printableText(text: string): string {
  const composed = text.normalize("NFC");
  if (printable.test(composed)) return composed;
  return Array.from(graphemes.segment(composed), ({ segment }) => printableGrapheme(segment)).join("");
}

function printableGrapheme(segment: string): string {
  if (printable.test(segment)) return segment;
  const base = segment.normalize("NFKD").replace(/\p{Mark}/gu, "");
  return base !== "" && printable.test(base) ? base : "?";
}

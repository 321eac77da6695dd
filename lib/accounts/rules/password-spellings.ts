// Longer tails than this are no decoration of a leaked password but the better part of another one.
const tailLengthMax = 6;
const coreLengthMin = 4;

/**
 * Spellings under which a password may be in a list: as it is, in lower case, without what separates its words, and
 * without the digits and signs that people put before and after when they are asked for a better one.
 */
export function passwordSpellings(password: string): readonly string[] {
  const plain = password.normalize("NFKC");
  const lower = plain.toLowerCase();
  const joined = joinedWords(lower);
  return [...new Set([plain, lower, joined, core(lower), core(joined)])].filter((text) => text !== "");
}

/** "Correct-Horse battery" as "CorrectHorsebattery": spaces and signs between words keep nobody from guessing. */
export function joinedWords(text: string): string {
  return text.replace(/[\s\-_.,'’/+]+/gu, "");
}

/**
 * What is left of a password once the words that are known anyway are taken out, the longest first: its length, and
 * how much was taken. "acme-ada-2026" of someone called Ada at acme.example leaves four.
 */
export function withoutWords(
  password: string,
  words: readonly string[],
): { readonly left: number; readonly taken: number } {
  const joined = joinedWords(password.toLowerCase());
  const byLength = [...words].sort((a, b) => b.length - a.length);
  // A space, so that the two sides of a word that is taken out do not make another one.
  const rest = byLength.reduce((text, word) => text.replaceAll(word, " "), joined).replace(/ /g, "");
  return { left: rest.length, taken: joined.length - rest.length };
}

function core(text: string): string {
  const bare = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return bare.length >= coreLengthMin && text.length - bare.length <= tailLengthMax ? bare : "";
}

// A longer tail is not decoration of a leaked password, but most of a different one.
const tailLengthMax = 6;
const coreLengthMin = 4;

/**
 * Spellings under which a list may contain a password: as it is, in lower case, without word separators, and without
 * the digits and signs that people add before and after it when they are asked for a better one.
 */
export function passwordSpellings(password: string): readonly string[] {
  const plain = password.normalize("NFKC");
  const lower = plain.toLowerCase();
  const joined = joinedWords(lower);
  return [...new Set([plain, lower, joined, core(lower), core(joined)])].filter((text) => text !== "");
}

/** "Correct-Horse battery" as "CorrectHorsebattery": spaces and signs between words do not stop an attacker. */
export function joinedWords(text: string): string {
  return text.replace(/[\s\-_.,'’/+]+/gu, "");
}

/**
 * Removes known words from a password, the longest first, and returns the length of the rest and of the removed parts.
 * "acme-ada-2026" of a user called Ada at acme.example leaves four.
 */
export function withoutWords(
  password: string,
  words: readonly string[],
): { readonly left: number; readonly taken: number } {
  const joined = joinedWords(password.toLowerCase());
  const byLength = [...words].sort((a, b) => b.length - a.length);
  // A space, so that the text around a removed word does not form a new word.
  const rest = byLength.reduce((text, word) => text.replaceAll(word, " "), joined).replace(/ /g, "");
  return { left: rest.length, taken: joined.length - rest.length };
}

function core(text: string): string {
  const bare = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return bare.length >= coreLengthMin && text.length - bare.length <= tailLengthMax ? bare : "";
}

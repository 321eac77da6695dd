/** Groups of names that someone chose, whose letters mean nothing apart. */
const named = /^(Keys|Models) /;

/**
 * How well an entry of the palette matches what is typed; 0 hides it. Every typed word must occur in its text, best at the
 * start of a word. Commands also match by their letters in order ("cnk"); names do not, or a short text would find all.
 */
export function matchEntry(value: string, typed: string, keywords: readonly string[] = []): number {
  const texts = keywords.length > 0 ? keywords : [value];
  const text = texts.join(" ").toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const scores = words.map((word) => wordScore(text, word));
  const score = Math.min(1, ...scores);
  if (score > 0) return texts[0]?.toLowerCase().startsWith(typed.trim().toLowerCase()) ? 1 : score;
  if (named.test(value)) return 0;
  return texts.some((one) => hasLetters(one.toLowerCase(), words.join(""))) ? 0.1 : 0;
}

function wordScore(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  return at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? "") ? 0.9 : 0.5;
}

/** True if the letters occur in this order, beginning with the first letter of the text. */
function hasLetters(text: string, letters: string): boolean {
  if (text[0] !== letters[0]) return false;
  let at = 0;
  return [...letters].every((letter) => (at = text.indexOf(letter, at) + 1) > 0);
}

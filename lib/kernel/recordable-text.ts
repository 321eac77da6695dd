/**
 * What keeps a text from being recorded, as the end of a sentence whose subject is the field ("must not contain control
 * characters"), or null when nothing does. `lengthMax` counts UTF-16 code units.
 *
 * PostgreSQL refuses NUL and lone surrogates wherever they stand, so a text that has them is refused at the door, never
 * by the statement that records it. The other control characters (line breaks and tabs among them) and the separators of
 * lines and paragraphs have no place in a name: they forge lines in logs, mails and exports. Neither have those that
 * change the direction of what follows, which makes a name read as another; marks of direction may stand. What cannot be
 * seen makes two names that look like one, or a name that looks like none: only what shapes the characters beside it may
 * stand there.
 */
export function textProblem(text: string, lengthMax: number): string | null {
  if (text.length > lengthMax) return `must be at most ${lengthMax} characters`;
  if (controls.test(text)) return "must not contain control characters";
  // With the flag `u` only those surrogates match that are not halves of a pair.
  if (/\p{Surrogate}/u.test(text)) return "must be well-formed Unicode";
  if (text.trim() !== "" && !visible.test(text)) return "must have a character that can be seen";
  if (invisible.test(text)) return "must not contain invisible characters";
  return null;
}

const controls = /[\p{Control}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Joiners, selectors of variants and marks of direction shape what stands beside them, in many scripts and in emoji. */
const invisible = /[^\P{Default_Ignorable_Code_Point}\p{Variation_Selector}\u200c-\u200f\u061c]/u;
/** The blank of Braille is the one character that has a glyph, and that one empty. */
const visible = /[^\s\p{Control}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The same text as one line: every run of white space, control characters, changes of direction and invisible characters
 * is one space. Empty when nothing of it can be seen.
 */
export function asOneLine(text: string): string {
  const line = text.replace(unprintable, " ").trim();
  return visible.test(line) ? line : "";
}

const unprintable = new RegExp(
  `(?:[\\s\\p{Control}\\p{Surrogate}\\u202a-\\u202e\\u2066-\\u2069]|${invisible.source})+`,
  "gu",
);

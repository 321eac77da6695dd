/**
 * Returns the reason why a text cannot be recorded, as the end of a sentence whose subject is the field ("must not
 * contain control characters"), or null when it can. `lengthMax` counts UTF-16 code units.
 *
 * PostgreSQL rejects NUL and lone surrogates anywhere, so such text is rejected on input and never by the statement
 * that records it. Other control characters (including line breaks and tabs) and line and paragraph separators are
 * rejected because they forge lines in logs, mails and exports. Direction overrides and isolates are rejected because
 * they make one name read as another; direction marks are allowed. Invisible characters make two names look alike, or a
 * name look empty: only those that shape the characters beside them are allowed.
 */
export function textProblem(text: string, lengthMax: number): string | null {
  if (text.length > lengthMax) return `must be at most ${lengthMax} characters`;
  if (controls.test(text)) return "must not contain control characters";
  // With the flag `u`, only surrogates that are not part of a pair match.
  if (/\p{Surrogate}/u.test(text)) return "must be well-formed Unicode";
  if (text.trim() !== "" && !visible.test(text)) return "must have a character that can be seen";
  if (invisible.test(text)) return "must not contain invisible characters";
  return null;
}

const controls = /[\p{Control}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Joiners, variation selectors and direction marks are allowed: many scripts and emoji need them. */
const invisible = /[^\P{Default_Ignorable_Code_Point}\p{Variation_Selector}\u200c-\u200f\u061c]/u;
/** U+2800, the blank Braille pattern, counts as invisible: it is the only character whose glyph is empty. */
const visible = /[^\s\p{Control}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Returns the text as one line: every run of white space, control characters, direction changes and invisible
 * characters becomes one space. Empty when no character is visible.
 */
export function asOneLine(text: string): string {
  const line = text.replace(unprintable, " ").trim();
  return visible.test(line) ? line : "";
}

const unprintable = new RegExp(
  `(?:[\\s\\p{Control}\\p{Surrogate}\\u202a-\\u202e\\u2066-\\u2069]|${invisible.source})+`,
  "gu",
);

/**
 * What keeps a text from being recorded, as the end of a sentence whose subject is the field ("must not contain control
 * characters"), or null when nothing does. `lengthMax` counts UTF-16 code units.
 *
 * PostgreSQL refuses NUL and lone surrogates wherever they stand, so a text that has them is refused at the door, never
 * by the statement that records it. The other control characters (line breaks and tabs among them) and the separators of
 * lines and paragraphs have no place in a name: they forge lines in logs, mails and exports. Neither have those that
 * change the direction of what follows, which makes a name read as another; marks of direction may stand.
 */
export function textProblem(text: string, lengthMax: number): string | null {
  if (text.length > lengthMax) return `must be at most ${lengthMax} characters`;
  if (controls.test(text)) return "must not contain control characters";
  // With the flag `u` only those surrogates match that are not halves of a pair.
  if (/\p{Surrogate}/u.test(text)) return "must be well-formed Unicode";
  return null;
}

const controls = /[\p{Control}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** The same text as one line: every run of white space, control characters and changes of direction is one space. */
export function asOneLine(text: string): string {
  return text.replace(/[\s\p{Control}\p{Surrogate}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}

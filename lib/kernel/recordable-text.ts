/**
 * What keeps a text from being recorded, as the end of a sentence whose subject is the field ("must not contain control
 * characters"), or null when nothing does. `lengthMax` counts UTF-16 code units.
 *
 * PostgreSQL refuses NUL and lone surrogates wherever they stand, so a text that has them is refused at the door, never
 * by the statement that records it. The other control characters (C0, DEL, C1; line breaks and tabs among them) have no
 * place in a name: they forge lines in logs, mails and exports.
 */
export function textProblem(text: string, lengthMax: number): string | null {
  if (text.length > lengthMax) return `must be at most ${lengthMax} characters`;
  if (/\p{Control}/u.test(text)) return "must not contain control characters";
  // With the flag `u` only those surrogates match that are not halves of a pair.
  if (/\p{Surrogate}/u.test(text)) return "must be well-formed Unicode";
  return null;
}

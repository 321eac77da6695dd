/** The id of a series in its chart. The prefix keeps a value named "other" apart from "Other", which has no value. */
export function seriesId(value: string | null): string {
  return value === null ? "other" : `value:${value}`;
}

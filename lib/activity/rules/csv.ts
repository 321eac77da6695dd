/**
 * The beginning of what a spreadsheet may run as a formula: a sign, also in its wide and small forms, behind whatever a
 * spreadsheet passes over or does not show: white space, control characters, marks without width.
 */
const formula =
  /^(?:[\t\r\n]|[\s\p{Control}\p{Format}\p{Surrogate}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/u;

/**
 * Text from outside as a cell of CSV (RFC 4180). What a spreadsheet would run as a formula gets a leading apostrophe;
 * figures of our own, which may begin with a minus, do not pass here.
 */
export function csvText(text: string | null): string {
  if (text === null) return "";
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of CSV from cells that are figures or have passed `csvText`. */
export function csvLine(cells: readonly (string | number | bigint | boolean)[]): string {
  return `${cells.join(",")}\r\n`;
}

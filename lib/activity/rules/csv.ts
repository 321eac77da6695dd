/**
 * The start of text that a spreadsheet may run as a formula: a sign, also in its wide and small forms, after any
 * characters that a spreadsheet skips or does not show: white space, control characters, zero-width characters.
 */
const formula =
  /^(?:[\t\r\n]|[\s\p{Control}\p{Format}\p{Surrogate}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/u;

/**
 * Escapes outside text as a CSV cell (RFC 4180). Text that a spreadsheet would run as a formula gets a leading
 * apostrophe. Our own figures may begin with a minus and must not be passed here.
 */
export function csvText(text: string | null): string {
  if (text === null) return "";
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Builds one CSV line from cells that are figures or have been escaped by `csvText`. */
export function csvLine(cells: readonly (string | number | bigint | boolean)[]): string {
  return `${cells.join(",")}\r\n`;
}

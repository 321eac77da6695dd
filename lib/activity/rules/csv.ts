/**
 * Text from outside as a cell of CSV (RFC 4180). What a spreadsheet would run as a formula gets a leading apostrophe;
 * figures of our own, which may begin with a minus, do not pass here.
 */
export function csvText(text: string | null): string {
  if (text === null) return "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of CSV from cells that are figures or have passed `csvText`. */
export function csvLine(cells: readonly (string | number | bigint | boolean)[]): string {
  return `${cells.join(",")}\r\n`;
}

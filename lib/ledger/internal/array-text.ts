import "server-only";

/**
 * Formats an array in PostgreSQL's text form, for elements that need no quotes: ids, numbers, booleans. The driver
 * would quote and escape each element, which in the path of every request costs more than the rest of the statement.
 */
export function arrayText(values: readonly (string | bigint | number | boolean)[]): string {
  return `{${values.join(",")}}`;
}

/** Formats an array of lists as an array of texts, one text per list. */
export function listsText(lists: readonly (readonly string[])[]): string {
  return `{${lists.map((list) => `"{${list.join(",")}}"`).join(",")}}`;
}

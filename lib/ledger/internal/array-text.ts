import "server-only";

/**
 * An array as PostgreSQL reads it, for elements that need no quotes: ids, numbers, true and false. The driver would
 * quote and escape them one by one, which on the path of every request costs more than the rest of the statement.
 */
export function arrayText(values: readonly (string | bigint | number | boolean)[]): string {
  return `{${values.join(",")}}`;
}

/** The same for elements that are lists themselves, as an array of texts. */
export function listsText(lists: readonly (readonly string[])[]): string {
  return `{${lists.map((list) => `"{${list.join(",")}}"`).join(",")}}`;
}

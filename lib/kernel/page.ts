/** One page of a list: rows newest first, and the cursor of the next page, or null on the last. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly nextCursor: string | null };

export const pageSizeMax = 100;

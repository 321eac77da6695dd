/** What the framework hands a page of the query string. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

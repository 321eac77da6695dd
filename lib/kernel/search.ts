/** The query string as the framework passes it to a page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

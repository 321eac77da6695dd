/** The query string as Next.js passes it to a page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/**
 * The pattern of an address of the console: "/keys/[id]" for "/keys/0198…". Whatever is not a word of ours, such as an id, a
 * month or a hash, is replaced before anything leaves the browser. Query and fragment are no part of it.
 */
export function pagePattern(pathname: string): string {
  return pathname.replace(/[^/]+/g, (segment) => (/^[a-z]+(-[a-z]+){0,3}$/.test(segment) ? segment : "[id]"));
}

/** The most names of one report. */
export const reportedMax = 20;

// Reserved for examples: no address of anybody's, so whatever keeps this origin was a path.
const base = "https://ours.invalid";

/**
 * The path, with its query, that a browser would ask us for when led to `text`; null when it could lead anywhere else.
 * Judged by what the parser of addresses makes of it, and then once more by what it makes of the result: "/..//other"
 * is a path that resolves to one with two slashes, which read again names a host. The one judge of every redirect whose
 * target came with a request.
 */
export function ownPath(text: string | null | undefined): string | null {
  if (!text || text.length > 2_000 || !text.startsWith("/")) return null;
  const path = resolved(text);
  if (path === null || hostLike.test(path) || resolved(path) !== path) return null;
  return path;
}

// Encoded slashes stay encoded for a browser, but not for every proxy on the way.
const hostLike = /^\/([/\\]|%2f|%5c)/i;

function resolved(text: string): string | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  return url.origin === base ? `${url.pathname}${url.search}` : null;
}

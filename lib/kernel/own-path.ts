// A reserved domain that no one can own: a URL that still has this origin after parsing was a path.
const base = "https://ours.invalid";

/**
 * Returns the path and query that a browser would request when redirected to `text`, or null when it could leave this
 * site. The URL parser decides, and its result is parsed once more: "/..//other" is a path that resolves to one with
 * two slashes, which parsed again names a host. Every redirect whose target came with a request must pass through here.
 */
export function ownPath(text: string | null | undefined): string | null {
  if (!text || text.length > 2_000 || !text.startsWith("/")) return null;
  const path = resolved(text);
  if (path === null || hostLike.test(path) || resolved(path) !== path) return null;
  return path;
}

// A browser keeps encoded slashes encoded, but some proxies decode them.
const hostLike = /^\/([/\\]|%2f|%5c)/i;

function resolved(text: string): string | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  return url.origin === base ? `${url.pathname}${url.search}` : null;
}

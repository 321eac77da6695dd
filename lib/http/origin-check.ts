import "server-only";

/**
 * True when a browser states that a state-changing request came from this site's own page. Next compares origins too,
 * but accepts a request without `Origin` and trusts forwarded hosts. Here, a missing header is a rejection, and the
 * only accepted origin is the configured one.
 */
export function isSameOrigin(headers: Headers, appUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("origin") === new URL(appUrl).origin;
}

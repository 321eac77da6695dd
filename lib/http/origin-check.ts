import "server-only";

/**
 * True when a browser says that a state-changing request was made by our own page. Next compares origins too, but
 * lets a request without `Origin` through and trusts forwarded hosts; here silence is a refusal and the only
 * origin that counts is the configured one.
 */
export function isSameOrigin(headers: Headers, appUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("origin") === new URL(appUrl).origin;
}

export type CookieKind = "session" | "csrf" | "callback" | "device" | "signup" | "challenge";

/**
 * The name of a cookie of the installation at `appUrl`. Under https its prefix makes a browser reject it from any other
 * host. Browsers share cookies between ports of one host, and two copies on one machine must not sign each other out.
 */
export function cookieName(kind: CookieKind, appUrl: string): string {
  if (appUrl.startsWith("https://")) return `__Host-counterfoil-${kind}`;
  const { port } = new URL(appUrl);
  return `counterfoil-${kind}${port && port !== "3000" ? `-${port}` : ""}`;
}

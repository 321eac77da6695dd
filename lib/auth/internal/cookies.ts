import "server-only";
import { env } from "@/lib/config/env";

type CookiePlan = {
  readonly name: string;
  readonly options: { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean };
};

/**
 * The only cookies we set, all of them gone with the browser session (A8). Under https their names carry the
 * prefix that makes a browser refuse them from anywhere but this exact host.
 */
export function cookiePlan(kind: "session" | "csrf" | "callback"): CookiePlan {
  const { appUrl } = env();
  const isSecure = appUrl.startsWith("https://");
  return {
    name: `${isSecure ? "__Host-" : ""}counterfoil-${kind}${isSecure ? "" : portSuffix(appUrl)}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure },
  };
}

export function sessionCookieName(): string {
  return cookiePlan("session").name;
}

// Browsers share cookies between ports of one host; two copies on one machine must not sign each other out.
function portSuffix(appUrl: string): string {
  const { port } = new URL(appUrl);
  return port && port !== "3000" ? `-${port}` : "";
}

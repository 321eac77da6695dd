import "server-only";
import { deviceDays } from "@/lib/accounts/rules/device";
import { env } from "@/lib/config/env";

type CookiePlan = {
  readonly name: string;
  readonly options: { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean; maxAge?: number };
};

/**
 * The only cookies we set. All end with the browser session but the device's, which opens nothing. Under https
 * their names carry the prefix that makes a browser refuse them from anywhere but this exact host.
 */
export function cookiePlan(kind: "session" | "csrf" | "callback" | "device"): CookiePlan {
  const { appUrl } = env();
  const isSecure = appUrl.startsWith("https://");
  return {
    name: `${isSecure ? "__Host-" : ""}counterfoil-${kind}${isSecure ? "" : portSuffix(appUrl)}`,
    options: {
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure: isSecure,
      ...(kind === "device" && { maxAge: deviceSeconds }),
    },
  };
}

const deviceSeconds = deviceDays * 86_400;

/** The same as a header, for answers that are not written through the framework. */
export function cookieHeader(kind: "device", value: string): string {
  const { name, options } = cookiePlan(kind);
  const secure = options.secure ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${options.maxAge ?? 0}; HttpOnly; SameSite=Lax${secure}`;
}

export function sessionCookieName(): string {
  return cookiePlan("session").name;
}

// Browsers share cookies between ports of one host; two copies on one machine must not sign each other out.
function portSuffix(appUrl: string): string {
  const { port } = new URL(appUrl);
  return port && port !== "3000" ? `-${port}` : "";
}

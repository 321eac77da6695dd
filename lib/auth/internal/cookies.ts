import "server-only";
import { deviceDays } from "@/lib/accounts/rules/device";
import { env } from "@/lib/config/env";
import { type CookieKind, cookieName } from "@/lib/kernel/cookie-names";

type CookiePlan = {
  readonly name: string;
  readonly options: { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean; maxAge?: number };
};

/**
 * The only cookies that the product sets. All end with the browser session except the device cookie, which grants no
 * access.
 */
export function cookiePlan(kind: CookieKind): CookiePlan {
  const { appUrl } = env();
  const isSecure = appUrl.startsWith("https://");
  return {
    name: cookieName(kind, appUrl),
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

/** A cookie as a header, for responses that are not written through the framework. */
export function cookieHeader(kind: "device" | "challenge", value: string): string {
  const { name, options } = cookiePlan(kind);
  const lifetime = options.maxAge === undefined ? "" : `; Max-Age=${options.maxAge}`;
  const secure = options.secure ? "; Secure" : "";
  return `${name}=${value}; Path=/${lifetime}; HttpOnly; SameSite=Lax${secure}`;
}

export function sessionCookieName(): string {
  return cookiePlan("session").name;
}

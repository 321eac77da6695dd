import "server-only";
import { cookies, headers } from "next/headers";
import { endSession } from "@/lib/accounts/sessions/end-session";
import { env } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import { isSameOrigin } from "@/lib/http/origin-check";
import { cookiePlan } from "./internal/cookies";

/**
 * Ends the session and clears what the browser stored for it. A route and not a server action, because only a route can
 * send `Clear-Site-Data`.
 */
export async function signOut(): Promise<Response> {
  if (!isSameOrigin(await headers(), env().appUrl)) return new Response(null, { status: 403 });
  const plan = cookiePlan("session");
  const jar = await cookies();
  const secret = jar.get(plan.name)?.value;
  if (secret) await endSession(secret);
  for (const kind of ["session", "csrf", "callback", "challenge"] as const) {
    const { name, options } = cookiePlan(kind);
    jar.set(name, "", { ...options, maxAge: 0 });
  }
  return new Response(null, {
    status: 303,
    headers: {
      location: `${env().appUrl}${paths.signIn}?notice=signed-out`,
      "cache-control": "no-store",
      // The session's cookies are deleted above. The device cookie stays: without it, attackers who guess passwords
      // could lock out a user who has signed out. On a loopback name, ports share a cache.
      "clear-site-data": env().appUrl.startsWith("https://") ? '"cache", "storage"' : '"storage"',
    },
  });
}

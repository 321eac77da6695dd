import "server-only";
import { cookies, headers } from "next/headers";
import { endSession } from "@/lib/accounts/sessions/end-session";
import { env } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import { isSameOrigin } from "@/lib/http/origin-check";
import { cookiePlan } from "./internal/cookies";

/**
 * Ends the session and empties what the browser kept of it. A route and no server action, since only a route can
 * send the header for that.
 */
export async function signOut(): Promise<Response> {
  if (!isSameOrigin(await headers(), env().appUrl)) return new Response(null, { status: 403 });
  const plan = cookiePlan("session");
  const jar = await cookies();
  const secret = jar.get(plan.name)?.value;
  if (secret) await endSession(secret);
  for (const kind of ["session", "csrf", "callback"] as const) {
    const { name, options } = cookiePlan(kind);
    jar.set(name, "", { ...options, maxAge: 0 });
  }
  return new Response(null, {
    status: 303,
    headers: {
      location: `${env().appUrl}${paths.signIn}?notice=signed-out`,
      "cache-control": "no-store",
      // The cookies of the session are deleted above. The device's stays: without it, strangers who guess could lock
      // out whoever signs out. On a loopback name, ports share a cache.
      "clear-site-data": env().appUrl.startsWith("https://") ? '"cache", "storage"' : '"storage"',
    },
  });
}

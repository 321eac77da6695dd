import { securityText } from "@/lib/config/security-text";
import { env } from "@/lib/config/env";

export const dynamic = "force-dynamic";

/** Where to report a vulnerability (RFC 9116); 404 while no contact is configured. */
export function GET(): Response {
  const { contacts, appUrl } = env();
  const email = contacts.securityEmail;
  if (email === null) return new Response(null, { status: 404 });
  return new Response(securityText({ email, appUrl, now: new Date() }), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
}

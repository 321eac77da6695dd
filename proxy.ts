import { type NextRequest, NextResponse } from "next/server";

/**
 * Makes the nonce of a document and sets its content policy; it never decides who may see what. The front server replaces
 * the policy of a page that it sends without the framework's scripts (`lib/server/rules/plain-page.ts`). The policy goes on
 * the request as well, because Next takes the nonce for its own scripts from there; setting it overwrites whatever
 * a client sent under that name.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = documentPolicy(nonce, request.nextUrl);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.delete("content-security-policy-report-only");
  // A page does not know its own address otherwise, and sign-in must lead back to it.
  headers.set("x-counterfoil-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("referrer-policy", referrerPolicy(request.nextUrl));
  return response;
}

/**
 * A URL with a secret is never sent as a referrer, not even to this site, because proxies in between may log it. Without a
 * referrer the browser sends `Origin: null` with a form that no script sends; the front server then decides by
 * `Sec-Fetch-Site`. On other pages "same-origin" tells other sites just as little, and forms carry their origin.
 */
function referrerPolicy({ pathname, searchParams }: URL): string {
  const hasSecret =
    searchParams.has("token") || /^\/(?:disable-key|reset|verify|invitations?)(?:\/|$)/.test(pathname);
  return hasSecret ? "no-referrer" : "same-origin";
}

const isDevelopment = process.env.NODE_ENV === "development";
const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

function documentPolicy(nonce: string, url: URL): string {
  // Chromium holds redirects after a form post to form-action as well. The sandbox's checkout page is on another
  // port of the machine, which matters only to someone who is on that machine.
  const sandbox =
    url.protocol === "http:" && loopback.test(url.hostname) ? " http://localhost:* http://127.0.0.1:*" : "";
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Next's own overlay in development writes style elements without a nonce.
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self' https://checkout.stripe.com https://billing.stripe.com${sandbox}`,
    "frame-ancestors 'none'",
    ...(url.protocol === "https:" ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** Documents only. The API sets its own policy, and a proxy in its way would cut large bodies. */
export const config = { matcher: ["/((?!api/|_next/static/|icon\\.svg$|favicon\\.ico$|robots\\.txt$).*)"] };

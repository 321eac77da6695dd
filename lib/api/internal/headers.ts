import "server-only";
import type { MiddlewareHandler } from "hono";

const fixed: readonly (readonly [string, string])[] = [
  ["Access-Control-Allow-Origin", "*"],
  [
    "Access-Control-Expose-Headers",
    "X-Generation-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset",
  ],
  ["Cache-Control", "no-store"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ["Cross-Origin-Resource-Policy", "cross-origin"],
  ["Referrer-Policy", "no-referrer"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
];

/**
 * Headers of every answer. Any page may call the API with a key of its own: the cookie counts for nothing here, so
 * credentials are not allowed across origins. Preflights are answered without asking anybody.
 */
export const apiHeaders: MiddlewareHandler = async (c, next) => {
  for (const [name, value] of fixed) c.header(name, value);
  if (c.req.method === "OPTIONS") {
    c.header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE, OPTIONS");
    const asked = c.req.header("access-control-request-headers");
    if (asked) c.header("Access-Control-Allow-Headers", asked.slice(0, 1_000));
    c.header("Access-Control-Max-Age", "86400");
    return c.body(null, 204);
  }
  await next();
};

import "server-only";
import type { MiddlewareHandler } from "hono";
import { defaultHeaders } from "@/lib/config/default-headers";

/**
 * Headers of every response. Any page may call the API with an API key. The cookie has no effect here, so credentials
 * are not allowed across origins.
 */
export const fixedHeaders: Readonly<Record<string, string>> = {
  ...defaultHeaders,
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers":
    "X-Generation-Id, Retry-After, X-Should-Retry, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset",
  "Cache-Control": "no-store",
  "Content-Security-Policy": `${defaultHeaders["Content-Security-Policy"]}; sandbox`,
  "Cross-Origin-Resource-Policy": "cross-origin",
};

/** Completions write all their headers in one call: one call per header costs a twentieth of such a request. */
const writesOwnHeaders = /\/completions\/?$/;

/** Sets the fixed headers, and responds to preflights without requiring a key. */
export const apiHeaders: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "POST" && writesOwnHeaders.test(c.req.path)) return next();
  for (const [name, value] of Object.entries(fixedHeaders)) c.header(name, value);
  if (c.req.method === "OPTIONS") {
    c.header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE, OPTIONS");
    const requestedHeaders = c.req.header("access-control-request-headers");
    if (requestedHeaders) c.header("Access-Control-Allow-Headers", requestedHeaders.slice(0, 1_000));
    c.header("Access-Control-Max-Age", "86400");
    return c.body(null, 204);
  }
  await next();
};

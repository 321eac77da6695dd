import "server-only";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { metrics } from "@/lib/health/metrics";

/**
 * Counts every response by route and status for `/api/metrics`. The route is its pattern, so that ids do not become
 * labels.
 */
export const countRequests: MiddlewareHandler = async (c, next) => {
  const startedAt = performance.now();
  await next();
  const route = `${c.req.method} ${routePath(c, -1)}`;
  metrics().requests.inc({ route, status: String(c.res.status) });
  metrics().latency.observe({ route }, (performance.now() - startedAt) / 1_000);
};

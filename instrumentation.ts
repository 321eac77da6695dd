import type { Instrumentation } from "next";

/** In production the pages' server prints nothing of an error: what it logs is the kind and place of it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NODE_ENV !== "production") return;
  const { keepOutputPrivate } = await import("@/lib/config/private-output");
  keepOutputPrivate("pages");
}

/** A page, an action or a route that failed. The digest is what its reader sees; the address itself may hold a secret. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { errorFacts, log } = await import("@/lib/config/log");
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const { routePath: route, routeType: kind } = context;
  log().error({ event: "page_failed", route, source: kind, ...errorFacts(error), digest });
};

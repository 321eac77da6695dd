import "server-only";
import { defaultHeaders } from "@/lib/config/default-headers";
import { checkReadiness } from "./check-readiness";
import { metrics, renderMetrics } from "./metrics";

const noStore = { ...defaultHeaders, "cache-control": "no-store" };

/**
 * Serves `/api/health` (alive), `/api/ready` (able to serve: database and migrations) and `/api/metrics` (Prometheus);
 * returns null for any other path. The production entry calls it in the process that runs the API, whose counters these
 * are; without that entry, Next's routes call it. Metrics are for this machine or for clients with the token.
 */
export async function handleProbe(
  request: Request,
  caller: {
    readonly isLocal: boolean;
    readonly metricsToken: string | null;
    /** Whether the pages' server is responding; absent where that is this process itself. */
    readonly arePagesReady?: () => boolean;
  },
): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  if (!["/api/health", "/api/ready", "/api/metrics"].includes(pathname)) return null;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return Response.json(
      { error: "Only GET and HEAD are supported." },
      { status: 405, headers: { ...noStore, allow: "GET" } },
    );
  }
  if (pathname === "/api/health") return Response.json({ status: "ok" }, { headers: noStore });
  if (pathname === "/api/ready") {
    const readiness = await checkReadiness(caller.arePagesReady);
    const headers = readiness.ready ? noStore : { ...noStore, "retry-after": "5" };
    return Response.json(readiness, { status: readiness.ready ? 200 : 503, headers });
  }
  if (!mayReadMetrics(request, caller)) {
    return Response.json(
      { error: "Metrics are served only to this machine, or with METRICS_TOKEN as a bearer token." },
      { status: 403, headers: noStore },
    );
  }
  const text = await renderMetrics();
  return new Response(text, { headers: { ...noStore, "content-type": metrics().registry.contentType } });
}

function mayReadMetrics(
  request: Request,
  caller: { isLocal: boolean; metricsToken: string | null },
): boolean {
  if (caller.metricsToken === null) return caller.isLocal;
  return request.headers.get("authorization") === `Bearer ${caller.metricsToken}`;
}

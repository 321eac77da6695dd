import { env } from "@/lib/config/env";
import { handleProbe } from "@/lib/health/handle-probe";

export const dynamic = "force-dynamic";

/** In production the entry in front of Next answers this address itself; this serves development and Next-only hosts. */
export async function GET(request: Request): Promise<Response> {
  const { isProduction, metricsToken } = env();
  const answer = await handleProbe(request, { isLocal: !isProduction, metricsToken });
  return answer ?? new Response(null, { status: 404 });
}

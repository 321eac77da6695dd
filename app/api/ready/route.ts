import { env } from "@/lib/config/env";
import { handleProbe } from "@/lib/health/handle-probe";

export const dynamic = "force-dynamic";

/** In production the front server handles this path. This route serves development and Next-only hosts. */
export async function GET(request: Request): Promise<Response> {
  const { isProduction, metricsToken } = env();
  const response = await handleProbe(request, { isLocal: !isProduction, metricsToken });
  return response ?? new Response(null, { status: 404 });
}

import { env } from "@/lib/config/env";
import { answerProbe } from "@/lib/health/answer-probe";

export const dynamic = "force-dynamic";

/** In production the entry in front of Next answers this address itself; this serves development and Next-only hosts. */
export async function GET(request: Request): Promise<Response> {
  const { isProduction, metricsToken } = env();
  const answer = await answerProbe(request, { isLocal: !isProduction, metricsToken });
  return answer ?? new Response(null, { status: 404 });
}

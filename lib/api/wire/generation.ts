import { z } from "@hono/zod-openapi";
import { readFailedAttempts } from "@/lib/activity/rules/failed-attempts";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { dollarsNumber } from "@/lib/kernel/money";

const text = z.string().nullable();
const count = z.int().nullable();

/** A generation with the fields of OpenRouter's API: metadata only. Fields that aren't measured here are null. */
export const wireGenerationSchema = z
  .object({
    id: z.string(),
    model: z.string(),
    created_at: z.string(),
    origin: z.string(),
    usage: z.number(),
    total_cost: z.number(),
    is_byok: z.boolean(),
    data_region: z.string(),
    api_type: text,
    app_id: count,
    cache_discount: z.number().nullable(),
    cancelled: z.boolean().nullable(),
    external_user: text,
    finish_reason: text,
    native_finish_reason: text,
    generation_time: z.number().nullable(),
    latency: z.number().nullable(),
    moderation_latency: z.number().nullable(),
    http_referer: text,
    user_agent: text,
    provider_name: text,
    provider_responses: z
      .array(
        z.object({
          status: count,
          provider_name: z.string(),
          latency: z.number(),
          endpoint_id: z.string(),
          is_byok: z.boolean(),
        }),
      )
      .nullable(),
    preset_id: text,
    router: text,
    service_tier: text,
    streamed: z.boolean().nullable(),
    upstream_id: text,
    upstream_inference_cost: z.number().nullable(),
    web_search_engine: text,
    workspace_id: text,
    tokens_prompt: count,
    tokens_completion: count,
    native_tokens_prompt: count,
    native_tokens_completion: count,
    native_tokens_reasoning: count,
    native_tokens_cached: count,
    native_tokens_completion_images: count,
    num_media_prompt: count,
    num_media_completion: count,
    num_input_audio_prompt: count,
    num_search_results: count,
    num_fetches: count,
    request_id: text,
    session_id: text,
    response_cache_source_id: text,
  })
  .openapi("Generation");

const unmeasured = {
  app_id: null,
  cache_discount: null,
  moderation_latency: null,
  user_agent: null,
  preset_id: null,
  router: null,
  service_tier: null,
  upstream_inference_cost: null,
  web_search_engine: null,
  native_tokens_completion_images: null,
  num_media_completion: null,
  num_input_audio_prompt: null,
  num_search_results: null,
  num_fetches: null,
  request_id: null,
  session_id: null,
  response_cache_source_id: null,
};

/** `providerName` returns the name that completions show for a provider's slug. */
export function wireGeneration(
  row: GenerationRow,
  workspaceId: string,
  providerName: (slug: string) => string,
): z.infer<typeof wireGenerationSchema> {
  const cost = dollarsNumber(row.costNanos);
  return {
    ...unmeasured,
    id: row.wireId,
    model: row.model,
    created_at: row.createdAt.toISOString(),
    origin: row.appUrl ?? "",
    usage: cost,
    total_cost: cost,
    is_byok: false,
    data_region: "global",
    api_type: "completions",
    cancelled: row.cancelled,
    external_user: row.endUser,
    finish_reason: row.finishReason,
    native_finish_reason: row.nativeFinishReason,
    generation_time: row.latencyMs - (row.firstTokenMs ?? 0),
    latency: row.firstTokenMs ?? row.latencyMs,
    http_referer: row.appUrl || null,
    provider_name: providerName(row.provider),
    provider_responses: providerResponses(row, providerName),
    streamed: row.streamed,
    upstream_id: row.upstreamId,
    workspace_id: workspaceId,
    tokens_prompt: row.promptTokens,
    tokens_completion: row.completionTokens,
    native_tokens_prompt: row.promptTokens,
    native_tokens_completion: row.completionTokens,
    native_tokens_reasoning: row.reasoningTokens,
    native_tokens_cached: row.cachedTokens,
    num_media_prompt: row.imageCount,
  };
}

/** All attempts in order, the last one from the row itself. Null when some of them weren't recorded. */
function providerResponses(row: GenerationRow, providerName: (slug: string) => string) {
  const failed = readFailedAttempts(row.failedAttempts);
  if (failed.length < row.attempts - 1) return null;
  const before = failed.reduce((sum, { latencyMs }) => sum + latencyMs, 0);
  const { endpoint, provider, status } = row;
  return [...failed, { endpoint, provider, status, latencyMs: Math.max(0, row.latencyMs - before) }].map(
    (attempt) => ({
      status: attempt.status,
      provider_name: providerName(attempt.provider),
      latency: attempt.latencyMs,
      endpoint_id: attempt.endpoint,
      is_byok: false,
    }),
  );
}

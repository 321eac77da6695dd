import "server-only";
import { formatGenerationId } from "../rules/generation-id";
import type { GenerationRow } from "../rules/generation-row";

/** The columns of a generation as the feed, the detail sheet and the API read them, with names of key, app and prices. */
export const generationColumns = `
  g.id, g.created_at AS "createdAt", g.key_id AS "keyId", g.member_id AS "memberId", g.app_id AS "appId",
  g.end_user AS "endUser", g.model, g.provider, g.endpoint, g.upstream_id AS "upstreamId", g.status,
  g.finish_reason AS "finishReason", g.native_finish_reason AS "nativeFinishReason", g.streamed, g.cancelled, g.attempts,
  g.estimated, g.prompt_tokens AS "promptTokens", g.completion_tokens AS "completionTokens",
  g.reasoning_tokens AS "reasoningTokens", g.cached_tokens AS "cachedTokens", g.image_count AS "imageCount",
  g.latency_ms AS "latencyMs", g.first_token_ms AS "firstTokenMs", g.cost_nanos AS "costNanos",
  g.prompt_nanos AS "promptNanos", g.cached_nanos AS "cachedNanos", g.completion_nanos AS "completionNanos",
  g.reasoning_nanos AS "reasoningNanos", g.request_nanos AS "requestNanos", g.image_nanos AS "imageNanos",
  g.discount_nanos AS "discountNanos", g.price_list_id AS "priceListId", g.transfer_id AS "transferId",
  k.name AS "keyName", k.label AS "keyLabel", (k.deleted_at IS NOT NULL) AS "isKeyDeleted",
  a.title AS "appTitle", a.url AS "appUrl", coalesce(m.name, m.email) AS "memberName"`;

/** Names come from rows that outlive their things: deleted keys and members keep theirs (V9). */
export const generationNames = `
  LEFT JOIN api_keys k ON k.id = g.key_id AND k.workspace_id = g.workspace_id
  LEFT JOIN apps a ON a.id = g.app_id AND a.workspace_id = g.workspace_id
  LEFT JOIN users m ON m.id = g.member_id`;

export function toGeneration(row: Omit<GenerationRow, "wireId">): GenerationRow {
  return { ...row, wireId: formatGenerationId(row.id) };
}

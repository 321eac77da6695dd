import "server-only";
import { generationTimeMs } from "@/lib/activity/rules/generation-id";
import type { RecordedGeneration } from "@/lib/activity/rules/recorded-generation";
import type { DaySum, DimensionSum, HistogramSum, QuarterSum, UsageSums } from "@/lib/activity/rules/roll-up";
import type { Column } from "./bulk-insert";

export const generationColumns: readonly Column<RecordedGeneration>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "id", type: "uuid", value: (row) => row.id },
  { name: "retention", type: "retention_class", value: (row) => row.retention },
  {
    name: "created_at",
    type: "timestamptz",
    value: (row) => new Date(generationTimeMs(row.id)).toISOString(),
  },
  { name: "key_id", type: "uuid", value: (row) => row.keyId },
  { name: "member_id", type: "uuid", value: (row) => row.memberId },
  { name: "app_id", type: "uuid", value: (row) => row.appId },
  { name: "end_user", type: "text", value: (row) => row.endUser },
  { name: "model", type: "text", value: (row) => row.model },
  { name: "provider", type: "text", value: (row) => row.provider },
  { name: "endpoint", type: "text", value: (row) => row.endpoint },
  { name: "upstream_id", type: "text", value: (row) => row.upstreamId },
  { name: "status", type: "smallint", value: (row) => row.status },
  { name: "finish_reason", type: "text", value: (row) => row.finishReason },
  { name: "native_finish_reason", type: "text", value: (row) => row.nativeFinishReason },
  { name: "streamed", type: "boolean", value: (row) => row.streamed },
  { name: "cancelled", type: "boolean", value: (row) => row.cancelled },
  { name: "attempts", type: "smallint", value: (row) => row.attempts },
  { name: "estimated", type: "boolean", value: (row) => row.estimated },
  { name: "prompt_tokens", type: "int", value: (row) => row.promptTokens },
  { name: "completion_tokens", type: "int", value: (row) => row.completionTokens },
  { name: "reasoning_tokens", type: "int", value: (row) => row.reasoningTokens },
  { name: "cached_tokens", type: "int", value: (row) => row.cachedTokens },
  { name: "image_count", type: "smallint", value: (row) => row.imageCount },
  { name: "latency_ms", type: "int", value: (row) => row.latencyMs },
  { name: "first_token_ms", type: "int", value: (row) => row.firstTokenMs },
  { name: "cost_nanos", type: "bigint", value: (row) => row.costNanos },
  { name: "prompt_nanos", type: "bigint", value: (row) => row.promptNanos },
  { name: "cached_nanos", type: "bigint", value: (row) => row.cachedNanos },
  { name: "completion_nanos", type: "bigint", value: (row) => row.completionNanos },
  { name: "reasoning_nanos", type: "bigint", value: (row) => row.reasoningNanos },
  { name: "request_nanos", type: "bigint", value: (row) => row.requestNanos },
  { name: "image_nanos", type: "bigint", value: (row) => row.imageNanos },
  { name: "discount_nanos", type: "bigint", value: (row) => row.discountNanos },
  { name: "price_list_id", type: "text", value: (row) => row.priceListId },
  { name: "transfer_id", type: "uuid", value: (row) => row.transferId },
];

export const sumColumns: readonly Column<UsageSums>[] = [
  { name: "requests", type: "bigint", value: (row) => row.requests },
  { name: "errors", type: "bigint", value: (row) => row.errors },
  { name: "prompt_tokens", type: "bigint", value: (row) => row.promptTokens },
  { name: "completion_tokens", type: "bigint", value: (row) => row.completionTokens },
  { name: "reasoning_tokens", type: "bigint", value: (row) => row.reasoningTokens },
  { name: "cached_tokens", type: "bigint", value: (row) => row.cachedTokens },
  { name: "cost_nanos", type: "bigint", value: (row) => row.costNanos },
];

export const dayKeys: readonly Column<DaySum>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "day", type: "date", value: (row) => row.day },
  { name: "model", type: "text", value: (row) => row.model },
  { name: "provider", type: "text", value: (row) => row.provider },
  { name: "key_id", type: "uuid", value: (row) => row.keyId },
];

export const dimensionDayKeys: readonly Column<DimensionSum>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "dimension", type: "text", value: (row) => row.dimension },
  { name: "day", type: "date", value: (row) => row.day },
  { name: "value", type: "text", value: (row) => row.value },
];

export const quarterKeys: readonly Column<QuarterSum>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "dimension", type: "text", value: (row) => row.dimension },
  { name: "quarter", type: "timestamptz", value: (row) => row.quarter },
  { name: "value", type: "text", value: (row) => row.value },
];

export const histogramKeys: readonly Column<HistogramSum>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "measure", type: "text", value: (row) => row.measure },
  { name: "day", type: "date", value: (row) => row.day },
  { name: "bucket", type: "smallint", value: (row) => row.bucket },
];

export const histogramSums: readonly Column<HistogramSum>[] = [
  { name: "requests", type: "bigint", value: (row) => row.requests },
];

import "server-only";
import {
  columnOf,
  generationField,
  type RecordedGeneration,
  recordedNames,
} from "@/lib/activity/rules/generation-fields";
import type {
  DaySum,
  DimensionSum,
  HistogramSum,
  QuarterHourSum,
  UsageSums,
} from "@/lib/activity/rules/roll-up";
import type { Column } from "./bulk-insert";
import { idTimeMs } from "@/lib/kernel/lowest-id";

/** The columns of `generations`: the listed fields, and the time contained in the id. */
export const recordedColumns: readonly Column<RecordedGeneration>[] = [
  ...recordedNames.map((name) => ({
    name: columnOf(name),
    type: generationField(name).type,
    value: (row: RecordedGeneration) => valueOf(row, name),
  })),
  {
    name: "created_at",
    type: "timestamptz",
    value: (row) => new Date(idTimeMs(row.id)).toISOString(),
  },
];

/** Null stands for the retention "none", which the column's type does not include. */
function valueOf(row: RecordedGeneration, name: (typeof recordedNames)[number]) {
  const value = row[name];
  return name === "retention" && value === "none" ? null : value;
}

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
  { name: "span_start", type: "timestamptz", value: (row) => row.spanStart },
  { name: "model", type: "text", value: (row) => row.model },
  { name: "provider", type: "text", value: (row) => row.provider },
  { name: "key_id", type: "uuid", value: (row) => row.keyId },
];

export const dimensionDayKeys: readonly Column<DimensionSum>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "dimension", type: "text", value: (row) => row.dimension },
  { name: "span_start", type: "timestamptz", value: (row) => row.spanStart },
  { name: "value", type: "text", value: (row) => row.value },
];

export const quarterHourKeys: readonly Column<QuarterHourSum>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "dimension", type: "text", value: (row) => row.dimension },
  { name: "quarter_hour", type: "timestamptz", value: (row) => row.quarterHour },
  { name: "value", type: "text", value: (row) => row.value },
];

export const histogramKeys: readonly Column<HistogramSum>[] = [
  { name: "workspace_id", type: "uuid", value: (row) => row.workspaceId },
  { name: "measure", type: "text", value: (row) => row.measure },
  { name: "span_start", type: "timestamptz", value: (row) => row.spanStart },
  { name: "bucket", type: "smallint", value: (row) => row.bucket },
];

export const histogramSums: readonly Column<HistogramSum>[] = [
  { name: "requests", type: "bigint", value: (row) => row.requests },
];

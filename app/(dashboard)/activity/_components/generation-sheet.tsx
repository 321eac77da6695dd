import { GenerationStatus } from "@/components/product/generation-status";
import { Moment } from "@/components/product/moment";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { CodeBlock } from "@/components/ui/data/code-block";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import type { ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { appName } from "@/lib/activity/rules/app-name";
import { type GenerationRow, requestTags } from "@/lib/activity/rules/generation-fields";
import { throughput } from "@/lib/activity/rules/roll-up";
import { formatCount, formatDuration } from "@/lib/kernel/format";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { generationHref } from "./generation-href";
import { SheetKeys } from "./sheet-keys";

type GenerationSheetProps = {
  /** Null: it does not exist, belongs to another owner, or is no longer kept. */
  readonly generation: GenerationRow | null;
  readonly filters: ActivityFilters;
  /** Rows of the feed behind the sheet, for previous and next. */
  readonly rows: readonly GenerationRow[];
  readonly zone: string;
};

/** All details of one request: the parts of its price, its metadata, the raw record. */
export function GenerationSheet({ generation, filters, rows, zone }: GenerationSheetProps) {
  const closeHref = generationHref(filters, null);
  if (!generation) {
    return (
      <RouteSheet title="Request" closeHref={closeHref}>
        <EmptyState title="Request not found">
          It isn't in this workspace, or it's past your retention period.
        </EmptyState>
      </RouteSheet>
    );
  }
  const place = rows.findIndex((row) => row.id === generation.id);
  const beside = (step: number) => {
    const row = place < 0 ? undefined : rows[place + step];
    return row ? generationHref(filters, row.wireId) : null;
  };
  return (
    <RouteSheet title={generation.model} description={generation.provider} closeHref={closeHref}>
      <SheetKeys newerHref={beside(-1)} olderHref={beside(1)} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <GenerationStatus status={generation.status} cancelled={generation.cancelled} />
        <CopyButton text={generation.wireId} label="Copy ID" />
      </div>
      <section aria-label="Cost">
        <DefinitionList items={costItems(generation)} />
      </section>
      <section aria-label="Request">
        <DefinitionList items={requestItems(generation, zone)} />
      </section>
      <CodeBlock label="raw record" code={rawJson(generation)} />
    </RouteSheet>
  );
}

function costItems(row: GenerationRow) {
  const part = (term: string, nanos: Nanos, count?: string) => ({ term, nanos, count });
  const parts = [
    part("Prompt", row.promptNanos, `${formatCount(row.promptTokens - row.cachedTokens)} tokens`),
    part("Cached prompt", row.cachedNanos, `${formatCount(row.cachedTokens)} tokens`),
    part(
      "Completion",
      row.completionNanos,
      `${formatCount(row.completionTokens - row.reasoningTokens)} tokens`,
    ),
    part("Reasoning", row.reasoningNanos, `${formatCount(row.reasoningTokens)} tokens`),
    part("Per request", row.requestNanos),
    part("Images", row.imageNanos, formatCount(row.imageCount)),
    part("Logging discount", row.discountNanos),
  ];
  const listed = parts.filter(
    ({ nanos, term }) => nanos !== 0n || term === "Prompt" || term === "Completion",
  );
  return [
    ...listed.map(({ term, nanos, count }) => ({
      term: count ? `${term}, ${count}` : term,
      detail: formatDollars(nanos, { exact: true }),
    })),
    {
      term: "Cost",
      detail: <strong className="font-semibold">{formatDollars(row.costNanos, { exact: true })}</strong>,
    },
  ];
}

function requestItems(row: GenerationRow, zone: string) {
  const speed = throughput(row);
  const finish = row.cancelled ? "canceled by the client" : (row.finishReason ?? "unknown");
  return [
    { term: "ID", detail: <code className="font-mono text-sm">{row.wireId}</code> },
    { term: `Time (${zone})`, detail: <Moment at={row.createdAt} zone={zone} /> },
    { term: "Key", detail: `${row.keyName ?? "Unknown"}${row.isKeyDeleted ? " (deleted)" : ""}` },
    { term: "Created by", detail: row.memberName ?? "Not recorded" },
    { term: "App", detail: appName(row) ?? "Not set" },
    ...requestTags.map(({ name, heading }) => ({ term: heading, detail: row[name] ?? "Not set" })),
    { term: "Duration", detail: formatDuration(row.latencyMs) },
    {
      term: "First token",
      detail: row.firstTokenMs === null ? "Not streamed" : formatDuration(row.firstTokenMs),
    },
    {
      term: "Throughput",
      detail: speed === null ? "Not measured" : `${formatCount(Math.round(speed))} tokens/s`,
    },
    { term: "Finish reason", detail: finish },
    { term: "Attempts", detail: formatCount(row.attempts) },
    {
      term: "Tokens",
      detail: tokenSource(row),
    },
  ];
}

function tokenSource({ estimated, usageCapped }: GenerationRow): string {
  if (usageCapped) return "Capped: the provider reported more than is possible";
  return estimated ? "Estimated: the provider reported no usage" : "As reported by the provider";
}

function rawJson(row: GenerationRow): string {
  return JSON.stringify(row, (_key, value) => (typeof value === "bigint" ? value.toString() : value), 2);
}

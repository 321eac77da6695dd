import { Activity } from "lucide-react";
import Link from "next/link";
import { GenerationStatus } from "@/components/product/generation-status";
import { ModelName } from "@/components/product/model-name";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { LinkButton } from "@/components/ui/actions/link-button";
import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import type { Usage } from "@/lib/activity/get-usage-chart";
import type { FeedPage } from "@/lib/activity/list-generations";
import { activityHref, type ActivityFilters, isNarrowed } from "@/lib/activity/rules/activity-filters";
import { appName, type GenerationRow } from "@/lib/activity/rules/generation-row";
import { throughput } from "@/lib/activity/rules/roll-up";
import { formatCount, formatDay, formatDuration } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { generationHref } from "./generation-href";
import { LiveFeed } from "./live-feed";

type FeedProps = {
  readonly filters: ActivityFilters;
  readonly feed: FeedPage;
  readonly usage: Usage;
  readonly pulse: string;
  /** Nobody has sent a request yet. */
  readonly isFresh: boolean;
};

/** One row per request, newest first. */
export function Feed({ filters, feed, usage, pulse, isFresh }: FeedProps) {
  const { zone } = usage.range;
  const kept = feed.keptFrom ? ` Requests before ${formatDay(feed.keptFrom, zone)} stand in the charts only: rows are not kept longer.` : "";
  return (
    <Card padding="flush" title="Requests" description={`Newest first, times in ${zone}.${kept}`} action={filters.cursor ? null : <LiveFeed pulse={pulse} />}>
      <DataTable
        caption={`Requests, newest first, times in ${zone}`}
        rows={feed.rows}
        rowKey={(row) => row.id}
        empty={<EmptyFeed filters={filters} hasUsage={usage.totals.requests > 0n} isFresh={isFresh} />}
        columns={[
          { id: "time", header: "Time", rowHeader: true, cell: (row) => <TimeLink row={row} filters={filters} zone={zone} /> },
          { id: "model", header: "Model", cell: (row) => <ModelName id={row.model} provider={row.provider} /> },
          { id: "from", header: "App or key", cell: (row) => <Origin row={row} /> },
          { id: "tokens", header: "Tokens in → out", numeric: true, cell: (row) => <Tokens row={row} /> },
          { id: "cost", header: "Cost", numeric: true, cell: (row) => <Money nanos={row.costNanos} /> },
          { id: "speed", header: "Speed", numeric: true, cell: (row) => <Speed row={row} /> },
          { id: "status", header: "Status", cell: (row) => <GenerationStatus status={row.status} cancelled={row.cancelled} /> },
        ]}
      />
      <FeedPages filters={filters} feed={feed} />
    </Card>
  );
}

type RowProps = { readonly row: GenerationRow };

function TimeLink({ row, filters, zone }: RowProps & { readonly filters: ActivityFilters; readonly zone: string }) {
  return (
    <Link href={generationHref(filters, row.wireId)} scroll={false} className="rounded-sm text-accent underline-offset-2 hover:underline max-sm:inline-flex max-sm:min-h-11 max-sm:items-center">
      <Moment at={row.createdAt} zone={zone} />
    </Link>
  );
}

function Origin({ row }: RowProps) {
  const key = `${row.keyName ?? "Unknown key"}${row.isKeyDeleted ? " (deleted)" : ""}`;
  const app = appName(row);
  return (
    <span className="inline-flex min-w-0 flex-col">
      <span className="break-id">{app ?? key}</span>
      {app ? <span className="text-xs text-ink-muted">{key}</span> : null}
    </span>
  );
}

function Tokens({ row }: RowProps) {
  const parts = [
    `${formatCount(row.promptTokens)} in`,
    row.cachedTokens > 0 ? `${formatCount(row.cachedTokens)} of them cached` : null,
    `${formatCount(row.completionTokens)} out`,
    row.reasoningTokens > 0 ? `${formatCount(row.reasoningTokens)} of them reasoning` : null,
    row.estimated ? "estimated by us" : null,
  ];
  return (
    <span title={parts.filter(Boolean).join(", ")}>
      {formatCount(row.promptTokens)} → {formatCount(row.completionTokens)}
    </span>
  );
}

function Speed({ row }: RowProps) {
  const speed = throughput(row);
  return (
    <span className="inline-flex flex-col">
      <span>{formatDuration(row.latencyMs)}</span>
      {speed === null ? null : <span className="text-xs text-ink-muted">{formatCount(Math.round(speed))} tokens/s</span>}
    </span>
  );
}

function EmptyFeed({ filters, hasUsage, isFresh }: { readonly filters: ActivityFilters; readonly hasUsage: boolean; readonly isFresh: boolean }) {
  if (isFresh) return <EmptyState icon={<Activity aria-hidden />} title="No requests yet">Send one with the snippet above: it stands here within a second.</EmptyState>;
  const everything = <LinkButton href={`${paths.activity}?range=30d`}>Show the last 30 days</LinkButton>;
  if (hasUsage && !isNarrowed(filters)) {
    return (
      <EmptyState icon={<Activity aria-hidden />} title="No rows are kept from this range" action={<LinkButton href={paths.privacy}>See retention</LinkButton>}>
        The charts count what was used; the rows themselves have passed the retention, or none are kept.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Activity aria-hidden />} title="Nothing matches" action={everything}>
      {isNarrowed(filters) ? "No request in this range passes these filters." : "No request was made in this range."}
    </EmptyState>
  );
}

function FeedPages({ filters, feed }: Pick<FeedProps, "filters" | "feed">) {
  if (!feed.older && !feed.newer) return null;
  const at = (cursor: FeedPage["older"]) => activityHref(paths.activity, filters, { cursor });
  return (
    <nav aria-label="Pages of requests" className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-2">
      {feed.newer ? <LinkButton href={at(null)} size="small" variant="quiet">Newest</LinkButton> : null}
      {feed.newer ? <LinkButton href={at(feed.newer)} size="small">Newer</LinkButton> : null}
      {feed.older ? <LinkButton href={at(feed.older)} size="small">Older</LinkButton> : null}
    </nav>
  );
}

import { RetryButton } from "@/components/product/retry-button";
import { FigureStrip, type StripFigure } from "@/components/ui/data/figure-strip";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { Stack } from "@/components/ui/layout/stack";
import type { Latency, LatencyFigure } from "@/lib/activity/get-latency-chart";
import type { Usage } from "@/lib/activity/get-usage-chart";
import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { usageChartModel, usageFigure } from "@/lib/activity/rules/charts/usage-views";
import { metrics } from "@/lib/activity/rules/usage-choice";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import type { Attempt } from "@/lib/web/attempt";
import { ChartControls } from "./chart-controls";
import { PerformanceCharts } from "./performance-charts";
import { UsagePanel } from "./usage-panel";

type OverviewProps = {
  readonly filters: ActivityFilters;
  readonly usage: Attempt<Usage>;
  readonly p95: Attempt<LatencyFigure>;
  /** Null: the other tab is open. */
  readonly latency: Attempt<Latency> | null;
};

/** Five figures, of which one drives the chart below, with errors and latency in a second tab. */
export async function Overview({ filters, usage, p95, latency }: OverviewProps) {
  if (!usage.ok) return <ChartFailure requestId={usage.requestId} />;
  const formats = await viewerFormats();
  const model = filters.tab === "usage" ? usageChartModel(usage.value, filters, formats) : null;
  return (
    <Stack gap="tight">
      <FigureStrip
        label="Totals of the range"
        figures={listFigures(filters, { usage: usage.value, p95, formats })}
      />
      <ChartControls filters={filters} pace={model?.paceText ?? null} />
      {model ? <Usages filters={filters} usage={usage.value} model={model} /> : null}
      {latency && !latency.ok ? <ChartFailure requestId={latency.requestId} /> : null}
      {latency?.ok ? <PerformanceCharts latency={latency.value} /> : null}
    </Stack>
  );
}

type UsagesProps = {
  readonly filters: ActivityFilters;
  readonly usage: Usage;
  readonly model: ReturnType<typeof usageChartModel>;
};

function Usages({ filters, usage, model }: UsagesProps) {
  if (model.series.length === 0)
    return (
      <p className="flex h-[260px] items-center justify-center border-y border-line text-ink-muted">
        {model.finding}
      </p>
    );
  const selected =
    usage.listed === usage.range
      ? null
      : usage.buckets.findIndex(({ start, end }) => start <= usage.listed.from && usage.listed.from < end);
  return (
    <UsagePanel
      model={model}
      selected={selected}
      allHref={activityHref(paths.activity, filters, { bucket: null })}
      bucketTemplate={activityHref(paths.activity, filters, { bucket: "AT" })}
      zoomTemplate={activityHref(paths.activity, filters, {
        days: { from: "FROM", to: "TO" },
        moments: null,
      })}
    />
  );
}

function listFigures(
  filters: ActivityFilters,
  {
    usage,
    p95,
    formats,
  }: { readonly usage: Usage; readonly p95: Attempt<LatencyFigure>; readonly formats: Formats },
): readonly StripFigure[] {
  const sums = metrics.map((metric): StripFigure => {
    const { label, value, exact, change, tone } = usageFigure(usage, metric, formats);
    return {
      label,
      value,
      exact,
      note: change,
      tone,
      href: activityHref(paths.activity, filters, { metric, tab: "usage" }),
      current: filters.tab === "usage" && filters.metric === metric,
    };
  });
  return [...sums, latencyFigure(filters, p95, formats)];
}

function latencyFigure(filters: ActivityFilters, p95: Attempt<LatencyFigure>, formats: Formats): StripFigure {
  const { p95Ms = null, previousP95Ms = null } = p95.ok ? p95.value : {};
  const change =
    p95Ms === null || previousP95Ms === null || previousP95Ms === 0
      ? 0
      : Math.round((1_000 * (p95Ms - previousP95Ms)) / previousP95Ms) / 10;
  return {
    label: "Latency, p95",
    value: p95Ms === null ? "–" : formats.duration(p95Ms),
    exact: whyUnmeasured(p95),
    note:
      change === 0 ? null : `${change > 0 ? "▲" : "▼"} ${formats.separated(Math.abs(change).toFixed(1))}%`,
    tone: change === 0 ? "neutral" : change > 0 ? "danger" : "positive",
    href: activityHref(paths.activity, filters, { tab: "latency" }),
    current: filters.tab === "latency",
  };
}

function whyUnmeasured(p95: Attempt<LatencyFigure>): string | undefined {
  if (!p95.ok) return "Latency couldn't be loaded";
  if (p95.value.unmeasured === null) return undefined;
  return p95.value.unmeasured === "too_many"
    ? "Too many requests to measure"
    : "Not measured: older requests of this range are no longer stored";
}

/** As high as the chart, so that the requests below stay where they are. */
function ChartFailure({ requestId }: { readonly requestId: string }) {
  return (
    <div className="flex min-h-[420px] flex-col justify-center border-y border-line">
      <FailedState title="The chart couldn't be loaded" requestId={requestId} retry={<RetryButton />} />
    </div>
  );
}

import { RetryButton } from "@/components/product/retry-button";
import { FigureStrip } from "@/components/ui/data/figure-strip";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { Stack } from "@/components/ui/layout/stack";
import type { Latency, LatencyFigure } from "@/lib/activity/get-latency-chart";
import type { Usage } from "@/lib/activity/get-usage-chart";
import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { momentText } from "@/lib/activity/rules/charts/bucket-text";
import { requestsAnchor, usageChartModel } from "@/lib/activity/rules/charts/usage-views";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { paths } from "@/lib/kernel/paths";
import type { Attempt } from "@/lib/web/attempt";
import { ChartControls } from "./chart-controls";
import { listFigures, type MonthFigureInput } from "./figures";
import { PerformanceCharts } from "./performance-charts";
import { UsagePanel } from "./usage-panel";

type OverviewProps = {
  readonly filters: ActivityFilters;
  readonly usage: Attempt<Usage>;
  readonly p95: Attempt<LatencyFigure>;
  readonly month: MonthFigureInput;
  /** Null: the other tab is open. */
  readonly latency: Attempt<Latency> | null;
};

/** Five figures, of which one drives the chart below, with errors and latency in a second tab. */
export async function Overview({ filters, usage, p95, month, latency }: OverviewProps) {
  if (!usage.ok) return <ChartFailure requestId={usage.requestId} />;
  const formats = await viewerFormats();
  const model = filters.tab === "usage" ? usageChartModel(usage.value, filters, formats) : null;
  return (
    <Stack gap="tight">
      <FigureStrip
        label="Totals of the range, and spend this month"
        figures={listFigures(filters, { usage: usage.value, p95, month, formats })}
      />
      <ChartControls
        filters={filters}
        pace={model?.paceText ?? null}
        peak={model ? peakOf(filters, model) : null}
      />
      {model ? <Usages filters={filters} usage={usage.value} model={model} /> : null}
      {latency && !latency.ok ? <ChartFailure requestId={latency.requestId} /> : null}
      {latency?.ok ? <PerformanceCharts latency={latency.value} /> : null}
    </Stack>
  );
}

/** None while its requests are the ones that are listed. */
function peakOf(filters: ActivityFilters, { peak, buckets }: ChartModel) {
  const start = peak && buckets[peak.bucket]?.start;
  if (!start) return null;
  const bucket = momentText(new Date(start));
  if (bucket === filters.bucket) return null;
  return { text: peak.text, href: `${activityHref(paths.activity, filters, { bucket })}#${requestsAnchor}` };
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

/** As high as the chart, so that the requests below stay where they are. */
function ChartFailure({ requestId }: { readonly requestId: string }) {
  return (
    <div className="flex min-h-[420px] flex-col justify-center border-y border-line">
      <FailedState title="The chart couldn't be loaded" requestId={requestId} retry={<RetryButton />} />
    </div>
  );
}

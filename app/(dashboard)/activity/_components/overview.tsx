import { Sparkline } from "@/components/charts/sparkline";
import { StackedChart } from "@/components/charts/stacked-chart";
import { FigureCard } from "@/components/ui/data/figure-card";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { Columns, Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import type { Latency } from "@/lib/activity/get-latency-chart";
import type { Usage } from "@/lib/activity/get-usage-chart";
import { activityHref, activityQuery, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { metrics } from "@/lib/activity/rules/usage-choice";
import { latencyModel } from "@/lib/activity/rules/charts/latency-model";
import { usageChartModel, usageFigure } from "@/lib/activity/rules/charts/usage-views";
import { paths } from "@/lib/kernel/paths";
import { UsagePanel } from "./usage-panel";

type OverviewProps = {
  readonly filters: ActivityFilters;
  readonly usage: Usage;
  readonly latency: Latency | null;
};

/** Three figures, then the usage chart, with latency in a second tab. */
export function Overview({ filters, usage, latency }: OverviewProps) {
  const tab = (label: string, value: ActivityFilters["tab"]) => ({
    label,
    href: activityHref(paths.activity, filters, { tab: value }),
    current: filters.tab === value,
  });
  return (
    <Stack>
      <Columns of={3}>
        {metrics.map((metric) => {
          const figure = usageFigure(usage, metric);
          return (
            <FigureCard
              key={metric}
              label={figure.label}
              value={figure.value}
              exact={figure.exact}
              change={{ text: figure.change }}
            >
              <Sparkline values={figure.course} label={`${figure.label} over the range`} />
            </FigureCard>
          );
        })}
      </Columns>
      <Tabs label="Charts" tabs={[tab("Usage", "usage"), tab("Latency", "latency")]} />
      {filters.tab === "latency" ? (
        <LatencyCharts latency={latency} />
      ) : (
        <Card padding="flush">
          <UsagePanel
            query={activityQuery({ ...filters, cursor: null })}
            shown={filters}
            initial={usageChartModel(usage, filters)}
          />
        </Card>
      )}
    </Stack>
  );
}

function LatencyCharts({ latency }: { readonly latency: Latency | null }) {
  if (!latency) {
    return (
      <EmptyState title="Latency is visible to admins">
        Latency covers the whole workspace; members see only their own keys.
      </EmptyState>
    );
  }
  return (
    <Columns of={2}>
      {(["latency", "first_token"] as const).map((measure) => (
        <Card key={measure} padding="flush" title={latencyModel(measure, [], latency).title}>
          <StackedChart model={latencyModel(measure, latency.histograms, latency)} syncId="latency" />
        </Card>
      ))}
    </Columns>
  );
}

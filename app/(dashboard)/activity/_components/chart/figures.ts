import type { StripFigure } from "@/components/ui/data/figure-strip";
import type { LatencyFigure } from "@/lib/activity/get-latency-chart";
import type { MonthSpend } from "@/lib/activity/get-month-spend";
import type { Usage } from "@/lib/activity/get-usage-chart";
import {
  activityHref,
  type ActivityFilters,
  noFilters,
  presetChange,
} from "@/lib/activity/rules/activity-filters";
import { monthFigure, usageFigure } from "@/lib/activity/rules/charts/usage-views";
import { metrics } from "@/lib/activity/rules/usage-choice";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import type { Attempt } from "@/lib/web/attempt";

export type MonthFigureInput = {
  readonly spend: Attempt<MonthSpend>;
  /** True for a member, whose other figures are those of its own keys: the month is the whole workspace's. */
  readonly isWorkspaceNamed: boolean;
};

type Figures = {
  readonly usage: Usage;
  readonly p95: Attempt<LatencyFigure>;
  readonly month: MonthFigureInput;
  readonly formats: Formats;
};

/** The figures above the chart: the range's sums and latency, and what the month has cost, whatever range is shown. */
export function listFigures(
  filters: ActivityFilters,
  { usage, p95, month, formats }: Figures,
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
  return [...sums, latencyFigure(filters, p95, formats), spendOfMonth(filters, month, formats)];
}

function spendOfMonth(
  filters: ActivityFilters,
  { spend, isWorkspaceNamed }: MonthFigureInput,
  formats: Formats,
): StripFigure {
  const figure = spend.ok ? monthFigure(spend.value, formats) : null;
  return {
    label: isWorkspaceNamed ? "Workspace this month" : "Spend this month",
    value: figure?.value ?? "–",
    exact: figure?.exact ?? "The month's spend couldn't be loaded",
    note: figure?.change,
    href: activityHref(paths.activity, filters, {
      ...noFilters,
      ...presetChange("month"),
      metric: "spend",
      tab: "usage",
    }),
  };
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

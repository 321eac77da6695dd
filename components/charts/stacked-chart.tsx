"use client";

import { useId, useState } from "react";
import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { tickText, unitNames } from "./chart-axis";
import { BucketBar } from "./bucket-bar";
import { ChartDataTable } from "./chart-data-table";
import { ChartLegend } from "./chart-legend";
import { ChartTooltip } from "./chart-tooltip";
import { seriesPaint } from "./series-classes";

type StackedChartProps = {
  readonly model: ChartModel;
  /** Charts of one name mark the same time when one of them is pointed at. */
  readonly syncId?: string;
  readonly hideLegend?: boolean;
};

/** A finding in a sentence, the chart, its legend and its data. Height is reserved, so nothing shifts. */
export function StackedChart({ model, syncId, hideLegend }: StackedChartProps) {
  const [isolated, setIsolated] = useState<string | null>(null);
  const [excluded, setExcluded] = useState<readonly string[]>([]);
  const isShown = (id: string) => (isolated === null ? !excluded.includes(id) : isolated === id);
  const shown = model.series.filter((series) => isShown(series.id));
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 first:pt-1">
        <span>{model.finding}</span>
        <span className="text-sm text-ink-muted">
          {unitNames[model.unit]}, times in {model.zone}
        </span>
      </figcaption>
      <div className="h-64 min-w-0 overflow-hidden text-xs sm:h-80" role="group" aria-label={model.title}>
        <Plot model={model} shown={shown} syncId={syncId} />
      </div>
      {hideLegend ? null : (
        <ChartLegend
          model={model}
          isShown={isShown}
          isolated={isolated}
          onIsolate={(id) => setIsolated((current) => (current === id ? null : id))}
          onExclude={(id) => {
            setIsolated(null);
            setExcluded((current) => (current.includes(id) ? current.filter((one) => one !== id) : [...current, id]));
          }}
        />
      )}
      <div className="px-4 pb-3">
        <ChartDataTable model={model} />
      </div>
    </figure>
  );
}

type PlotProps = { readonly model: ChartModel; readonly shown: readonly ChartSeries[]; readonly syncId?: string };

function Plot({ model, shown, syncId }: PlotProps) {
  const hatch = useId();
  // Recharts reads values by key; series are numbered because their ids may contain dots, which it takes for paths.
  const data = model.buckets.map((bucket, index) => ({
    label: bucket.label,
    unfinished: bucket.unfinished,
    ...Object.fromEntries(shown.map((series, place) => [`s${place}`, series.values[index] ?? null])),
  }));
  const Chart = model.kind === "bars" ? BarChart : LineChart;
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 960, height: 320 }}>
      <Chart data={data} syncId={syncId} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} title={model.title} desc={model.finding}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="3" height="6" fill="var(--surface-raised)" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} tick={{ fill: "var(--ink-muted)" }} minTickGap={40} tickMargin={6} />
        <YAxis
          width={56}
          tickLine={false}
          axisLine={false}
          tick={{ fill: "var(--ink-muted)" }}
          tickCount={5}
          allowDecimals={model.unit === "usd"}
          domain={[0, "auto"]}
          tickFormatter={(value: number) => tickText(model.unit, value)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={model.kind === "bars" ? { fill: "var(--ink)", fillOpacity: 0.06 } : { stroke: "var(--line-strong)" }}
          content={({ activeIndex }) => (
            <ChartTooltip model={model} series={shown} index={activeIndex === undefined || activeIndex === null ? null : Number(activeIndex)} />
          )}
        />
        {shown.map((series, place) =>
          model.kind === "bars" ? (
            <Bar
              key={series.id}
              dataKey={`s${place}`}
              name={series.name}
              stackId="all"
              fill={seriesPaint(series.color)}
              maxBarSize={40}
              isAnimationActive={false}
              shape={<BucketBar hatch={hatch} />}
            />
          ) : (
            <Line
              key={series.id}
              dataKey={`s${place}`}
              name={series.name}
              type="linear"
              stroke={seriesPaint(series.color)}
              strokeWidth={1.75}
              dot={model.buckets.length < 40 ? { r: 2, fill: seriesPaint(series.color), strokeWidth: 0 } : false}
              connectNulls={false}
              isAnimationActive={false}
            />
          ),
        )}
      </Chart>
    </ResponsiveContainer>
  );
}

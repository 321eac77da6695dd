"use client";

import { useId } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { BucketBar } from "./bucket-bar";
import { highestValue, roundTicks, tickText } from "./chart-axis";
import { ChartTooltip } from "./chart-tooltip";
import { plotRoom } from "./plot-geometry";
import { seriesPaint } from "./series-classes";

type LivePlotProps = {
  readonly model: ChartModel;
  readonly shown: readonly ChartSeries[];
  readonly syncId?: string;
};

/** The interactive chart, for pointer and keyboard. Loaded after the page as a separate chunk. */
export default function LivePlot({ model, shown, syncId }: LivePlotProps) {
  const hatch = useId();
  // Series are numbered because recharts reads values by key, and their ids may contain dots, which it treats as paths.
  const data = model.buckets.map((bucket, index) => ({
    label: bucket.label,
    unfinished: bucket.unfinished,
    ...Object.fromEntries(shown.map((series, place) => [`s${place}`, series.values[index] ?? null])),
  }));
  const ticks = roundTicks(highestValue(model, shown), model.unit);
  const isBars = model.kind === "bars";
  const Chart = isBars ? BarChart : LineChart;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Chart
        data={data}
        syncId={syncId}
        margin={{ top: plotRoom.top, right: plotRoom.right, bottom: 0, left: 0 }}
        title={model.title}
        desc={model.finding}
      >
        <Hatch id={hatch} />
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="label"
          height={plotRoom.bottom}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          tick={{ fill: "var(--ink-muted)" }}
          minTickGap={40}
          tickMargin={6}
        />
        <YAxis
          width={plotRoom.left}
          tickLine={false}
          axisLine={false}
          tick={{ fill: "var(--ink-muted)" }}
          ticks={ticks}
          domain={[0, ticks.at(-1) ?? 1]}
          tickFormatter={(value: number) => tickText(model.unit, value)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={isBars ? { fill: "var(--ink)", fillOpacity: 0.06 } : { stroke: "var(--line-strong)" }}
          content={({ activeIndex }) => (
            <ChartTooltip
              model={model}
              series={shown}
              index={activeIndex === undefined || activeIndex === null ? null : Number(activeIndex)}
            />
          )}
        />
        {shown.map((series, place) => plotOf(model, series, { place, hatch }))}
      </Chart>
    </ResponsiveContainer>
  );
}

/** Diagonal lines across the bar of an unfinished bucket. */
function Hatch({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="3" height="6" fill="var(--surface-raised)" />
      </pattern>
    </defs>
  );
}

type Place = { readonly place: number; readonly hatch: string };

/** A function, not a component, because recharts needs bars and lines as direct children of the chart. */
function plotOf(model: ChartModel, series: ChartSeries, { place, hatch }: Place) {
  return model.kind === "bars" ? (
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
  );
}

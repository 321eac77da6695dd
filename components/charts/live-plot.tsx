"use client";

import { memo, useId, useState } from "react";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  type MouseHandlerDataParam,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useFormats } from "@/components/ui/formats";
import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
import { BucketBar, Stripes } from "./bucket-bar";
import { axisWidth, highestValue, previousValues, roundTicks, tickTexts } from "@/lib/kernel/chart-axis";
import { ChartTooltip } from "./chart-tooltip";
import { labelGap } from "./labeled-buckets";
import { plotRoom } from "./plot-geometry";
import { seriesFade, seriesPaint } from "./series-classes";

export type PlotEvents = {
  /** The bucket under the pointer; null when it left the plot. */
  readonly onPoint?: (index: number | null) => void;
  /** A click on a bucket. */
  readonly onSelect?: (index: number) => void;
  /** A drag across buckets, first and last included. */
  readonly onZoom?: (first: number, last: number) => void;
};

type LivePlotProps = PlotEvents & {
  readonly model: ChartModel;
  readonly isShown: (id: string) => boolean;
  readonly selected: number | null;
  readonly syncId?: string;
  /** At least so wide are the labels at the left. */
  readonly labelWidth: number;
};

/** The interactive chart, for pointer and keyboard. Loaded after the page as a separate chunk. */
export default memo(function LivePlot(props: LivePlotProps) {
  const { model, isShown, selected, syncId, labelWidth, ...events } = props;
  const stripes = useId();
  const formats = useFormats();
  const { dragged, handlers } = useDrag(events);
  const shown = model.series.filter((series) => isShown(series.id));
  const ticks = roundTicks(highestValue(model, shown), model.unit);
  const isBars = model.kind === "bars";
  const previous = shown.length === model.series.length ? previousValues(model) : null;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={plotData(model, previous)}
        syncId={syncId}
        margin={{ top: plotRoom.top, right: plotRoom.right, bottom: 0, left: 0 }}
        title={model.title}
        desc={model.finding}
        {...handlers}
      >
        <defs>
          {model.series.map((series, place) => (
            <Stripes key={series.id} id={`${stripes}-${place}`} paint={seriesPaint(series.color)} />
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        {axesOf(model, ticks, { formats, labelWidth })}
        {areasOf(model, selected, dragged)}
        <Tooltip
          isAnimationActive={false}
          // A bucket of many series is taller than the plot.
          allowEscapeViewBox={{ x: false, y: true }}
          wrapperStyle={{ zIndex: 30 }}
          filterNull={false}
          cursor={isBars ? { fill: "var(--ink)", fillOpacity: 0.06 } : { stroke: "var(--line-strong)" }}
          content={({ activeIndex }) => (
            <ChartTooltip model={model} series={shown} index={indexOf(activeIndex)} />
          )}
        />
        {model.series.map((series, place) =>
          plotOf(model, series, { place, stripes: `${stripes}-${place}`, isHidden: !isShown(series.id) }),
        )}
        {previous ? (
          <Line
            dataKey="previous"
            name="Previous period"
            stroke="var(--ink-faint)"
            strokeWidth={1.5}
            strokeDasharray="4 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  );
});

type AxisForm = Pick<LivePlotProps, "labelWidth"> & { readonly formats: Formats };

function axesOf(model: ChartModel, ticks: readonly number[], { formats, labelWidth }: AxisForm) {
  const texts = tickTexts(model.unit, ticks, formats);
  const labels = new Map(model.buckets.map(({ start, label }) => [start, label]));
  return (
    <>
      <XAxis
        dataKey="start"
        tickFormatter={(start: string) => labels.get(start) ?? ""}
        height={plotRoom.bottom}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        tick={{ fill: "var(--ink-muted)" }}
        minTickGap={labelGap}
        tickMargin={6}
      />
      <YAxis
        width={Math.max(labelWidth, axisWidth(texts))}
        tickLine={false}
        axisLine={false}
        tick={{ fill: "var(--ink-muted)" }}
        ticks={[...ticks]}
        domain={[0, ticks.at(-1) ?? 1]}
        tickFormatter={(value: number) => texts[ticks.indexOf(value)] ?? ""}
      />
    </>
  );
}

/** Time without data, the selected bucket, and the buckets that are being dragged across. */
function areasOf(model: ChartModel, selected: number | null, dragged: Dragged | null) {
  const startOf = (index: number) => model.buckets[index]?.start;
  const chosen = { fill: "var(--accent)", fillOpacity: 0.16 };
  return (
    <>
      {model.missing ? (
        <ReferenceArea
          x1={startOf(0)}
          x2={startOf(model.missing.buckets - 1)}
          fill="var(--surface-sunken)"
          fillOpacity={1}
          label={{ value: model.missing.text, position: "insideTopLeft", fill: "var(--ink-muted)" }}
        />
      ) : null}
      {selected === null ? null : <ReferenceArea x1={startOf(selected)} x2={startOf(selected)} {...chosen} />}
      {dragged ? <ReferenceArea x1={startOf(dragged.first)} x2={startOf(dragged.last)} {...chosen} /> : null}
    </>
  );
}

/** Series are numbered because recharts reads values by key, and their ids may contain dots, which it treats as paths. */
function plotData(model: ChartModel, previous: readonly number[] | null) {
  return model.buckets.map((bucket, index) => ({
    start: bucket.start,
    unfinished: bucket.unfinished,
    previous: previous?.[index] ?? null,
    ...Object.fromEntries(model.series.map((series, place) => [`s${place}`, series.values[index] ?? null])),
  }));
}

function indexOf(index: unknown): number | null {
  if (index === undefined || index === null) return null;
  const number = Number(index);
  return Number.isInteger(number) ? number : null;
}

type Dragged = { readonly first: number; readonly last: number };

/** Tells a click from a drag across buckets. */
function useDrag({ onPoint, onSelect, onZoom }: PlotEvents) {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const dragged: Dragged | null =
    drag && drag.from !== drag.to
      ? { first: Math.min(drag.from, drag.to), last: Math.max(drag.from, drag.to) }
      : null;
  const handlers = {
    onMouseDown: ({ activeTooltipIndex }: MouseHandlerDataParam) => {
      const index = indexOf(activeTooltipIndex);
      if (index !== null && (onSelect || onZoom)) setDrag({ from: index, to: index });
    },
    onMouseMove: ({ activeTooltipIndex }: MouseHandlerDataParam) => {
      const index = indexOf(activeTooltipIndex);
      onPoint?.(index);
      if (drag && index !== null && onZoom && index !== drag.to) setDrag({ ...drag, to: index });
    },
    onMouseUp: () => {
      if (!drag) return;
      setDrag(null);
      if (dragged) onZoom?.(dragged.first, dragged.last);
      else onSelect?.(drag.from);
    },
    onMouseLeave: () => {
      setDrag(null);
      onPoint?.(null);
    },
  };
  return { dragged, handlers };
}

type Place = { readonly place: number; readonly stripes: string; readonly isHidden: boolean };

/**
 * A function, not a component, because recharts needs bars and lines as direct children of the chart. Hidden series stay
 * mounted: recharts stacks a series that is added again on top of the others.
 */
function plotOf(model: ChartModel, series: ChartSeries, { place, stripes, isHidden }: Place) {
  return model.kind === "bars" ? (
    <Bar
      key={series.id}
      dataKey={`s${place}`}
      name={series.name}
      stackId="all"
      hide={isHidden}
      fill={seriesPaint(series.color)}
      maxBarSize={40}
      isAnimationActive={false}
      shape={<BucketBar stripes={stripes} place={place} />}
    />
  ) : (
    <Line
      key={series.id}
      dataKey={`s${place}`}
      name={series.name}
      type="linear"
      hide={isHidden}
      className={seriesFade(place)}
      stroke={seriesPaint(series.color)}
      strokeWidth={1.75}
      dot={model.buckets.length < 40 ? { r: 2, fill: seriesPaint(series.color), strokeWidth: 0 } : false}
      connectNulls={false}
      isAnimationActive={false}
    />
  );
}

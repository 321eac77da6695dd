"use client";

import { lazy, Suspense, useCallback, useState, useSyncExternalStore } from "react";
import { classes } from "@/components/ui/classes";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { BreakdownTable } from "./breakdown-table";
import { unitNames } from "@/lib/kernel/chart-axis";
import { ChartDataTable } from "./chart-data-table";
import { ChartLegend } from "./chart-legend";
import { ChartReadout } from "./chart-tooltip";
import type { PlotEvents } from "./live-plot";
import { SeriesLabels } from "./series-labels";
import { StaticPlot } from "./static-plot";
import { useShownSeries } from "./use-shown-series";

const LivePlot = lazy(() => import("./live-plot"));
const never = () => () => {};

type StackedChartProps = Omit<PlotEvents, "onPoint"> & {
  readonly model: ChartModel;
  /** Charts with the same id highlight the same time on hover. */
  readonly syncId?: string;
  /** The bucket that the page is limited to. */
  readonly selected?: number | null;
  readonly height?: "tall" | "low";
  /** At least so wide are the labels at the left, in pixels: charts below each other share a time axis. */
  readonly labelWidth?: number;
  /** The page limited to the bucket that begins at AT. */
  readonly bucketTemplate?: string;
};

const heights = { tall: "h-56 sm:h-[260px]", low: "h-48" } as const;
/** The same in pixels, where the chart is wide. */
const wideHeights = { tall: 260, low: 192 } as const;

/**
 * The plot, the table of its series (which is the legend), and its data. The height is reserved, so nothing shifts. The
 * first render is a static plot with the same geometry: recharts measures its container, so it draws nothing on a server.
 */
export function StackedChart(props: StackedChartProps) {
  const { model, syncId, selected = null, height = "tall", labelWidth = 0, bucketTemplate } = props;
  const { onSelect, onZoom } = props;
  const series = useShownSeries();
  const [pointed, setPointed] = useState<number | null>(null);
  // Only a narrow screen shows the pointed bucket outside of the plot; elsewhere that would draw the table again.
  const onPoint = useCallback((index: number | null) => {
    if (index === null || window.matchMedia("(width < 640px)").matches) setPointed(index);
  }, []);
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const shown = model.series.filter(({ id }) => series.isShown(id));
  const still = <StaticPlot model={model} shown={shown} labelWidth={labelWidth} />;
  const hasBreakdown = model.series.some(({ breakdown }) => breakdown !== undefined);
  return (
    <figure className="@container/chart flex min-w-0 flex-col gap-2" aria-label={model.title}>
      <figcaption className="sr-only">
        {model.finding} {unitNames[model.unit]}, times in {model.zone}. {model.missing?.text}
      </figcaption>
      <ChartReadout model={model} index={pointed ?? selected} />
      <div
        className={classes(
          "group/plot flex min-w-0 overflow-x-clip text-xs tabular select-none [&_.recharts-surface]:outline-none [&_.recharts-surface:focus-visible]:outline-2 [&_.recharts-surface:focus-visible]:outline-offset-[-2px] [&_.recharts-surface:focus-visible]:outline-focus",
          onZoom && "[&_.recharts-surface]:cursor-crosshair",
          heights[height],
        )}
        role="group"
        aria-label={model.title}
        data-hovered={series.hovered ?? undefined}
      >
        <div className="h-full min-w-0 flex-1">
          {isLive ? (
            <Suspense fallback={still}>
              <LivePlot
                model={model}
                isShown={series.isShown}
                selected={selected}
                syncId={syncId}
                labelWidth={labelWidth}
                onPoint={onPoint}
                onSelect={onSelect}
                onZoom={onZoom}
              />
            </Suspense>
          ) : (
            still
          )}
        </div>
        <SeriesLabels model={model} shown={shown} height={wideHeights[height]} />
      </div>
      {hasBreakdown ? (
        <BreakdownTable model={model} series={series} bucket={pointed ?? selected} />
      ) : (
        <ChartLegend model={model} series={series} />
      )}
      <ChartDataTable model={model} bucketTemplate={bucketTemplate} />
    </figure>
  );
}

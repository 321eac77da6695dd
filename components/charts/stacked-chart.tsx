"use client";

import { lazy, Suspense, useState, useSyncExternalStore } from "react";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { unitNames } from "./chart-axis";
import { ChartDataTable } from "./chart-data-table";
import { ChartLegend } from "./chart-legend";
import { StaticPlot } from "./static-plot";

const LivePlot = lazy(() => import("./live-plot"));
const never = () => () => {};

type StackedChartProps = {
  readonly model: ChartModel;
  /** Charts with the same id highlight the same time on hover. */
  readonly syncId?: string;
  readonly hideLegend?: boolean;
};

/** A summary sentence, the chart, its legend and its data. The height is reserved, so nothing shifts. */
export function StackedChart({ model, syncId, hideLegend }: StackedChartProps) {
  const [isolated, setIsolated] = useState<string | null>(null);
  const [excluded, setExcluded] = useState<readonly string[]>([]);
  const isShown = (id: string) => (isolated === null ? !excluded.includes(id) : isolated === id);
  // The first render is a static plot with the same geometry, since recharts draws nothing on the server.
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const shown = model.series.filter((series) => isShown(series.id));
  const still = <StaticPlot model={model} shown={shown} />;
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 first:pt-1">
        <span>{model.finding}</span>
        <span className="text-sm text-ink-muted">
          {unitNames[model.unit]}, times in {model.zone}
        </span>
      </figcaption>
      <div className="h-64 min-w-0 overflow-hidden text-xs sm:h-80" role="group" aria-label={model.title}>
        {isLive ? (
          <Suspense fallback={still}>
            <LivePlot model={model} shown={shown} syncId={syncId} />
          </Suspense>
        ) : (
          still
        )}
      </div>
      {hideLegend ? null : (
        <ChartLegend
          model={model}
          isShown={isShown}
          isExcluded={(id) => excluded.includes(id)}
          isolated={isolated}
          onIsolate={(id) => setIsolated((current) => (current === id ? null : id))}
          onExclude={(id) => {
            setIsolated(null);
            setExcluded((current) =>
              current.includes(id) ? current.filter((one) => one !== id) : [...current, id],
            );
          }}
        />
      )}
      <div className="px-4 pb-3">
        <ChartDataTable model={model} />
      </div>
    </figure>
  );
}

import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { highestValue, roundTicks, tickText } from "./chart-axis";
import { seriesPaint } from "./series-classes";

type StaticPlotProps = { readonly model: ChartModel; readonly shown: readonly ChartSeries[] };

const width = 1000;
const height = 1000;

/** The server-rendered chart, shown before JavaScript has loaded or without it. */
export function StaticPlot({ model, shown }: StaticPlotProps) {
  const ticks = roundTicks(highestValue(model, shown), model.unit);
  const top = ticks.at(-1) ?? 1;
  const y = (value: number) => height - (value / top) * height;
  const last = model.buckets.at(-1);
  return (
    <div aria-hidden className="flex h-full flex-col pt-2 pr-6 text-ink-muted">
      <div className="flex min-h-0 flex-1">
        <div className="flex w-14 shrink-0 flex-col-reverse justify-between pr-2 text-right leading-none">
          {ticks.map((tick) => (
            <span key={tick}>{tickText(model.unit, tick)}</span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="block h-full min-w-0 flex-1 overflow-visible"
        >
          {ticks.map((tick) => (
            <path
              key={tick}
              d={`M0 ${y(tick)}H${width}`}
              stroke="var(--line)"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {model.kind === "bars" ? (
            <Bars model={model} shown={shown} y={y} />
          ) : (
            <Lines model={model} shown={shown} y={y} />
          )}
        </svg>
      </div>
      <div className="flex h-[30px] shrink-0 justify-between pt-2 pl-14">
        <span>{model.buckets[0]?.label}</span>
        <span>{last?.label}</span>
      </div>
    </div>
  );
}

type MarksProps = StaticPlotProps & { readonly y: (value: number) => number };

function Bars({ model, shown, y }: MarksProps) {
  const band = width / Math.max(1, model.buckets.length);
  return model.buckets.map((bucket, index) => {
    const tops = shown.map((_, place) =>
      shown.slice(0, place + 1).reduce((sum, one) => sum + (one.values[index] ?? 0), 0),
    );
    return shown.map((series, place) => {
      const value = series.values[index] ?? 0;
      if (value <= 0) return null;
      return (
        <rect
          key={`${bucket.start} ${series.id}`}
          x={(index + 0.1) * band}
          width={band * 0.8}
          y={y(tops[place] ?? 0)}
          height={y(0) - y(value)}
          fill={seriesPaint(series.color)}
          fillOpacity={bucket.unfinished ? 0.5 : 1}
        />
      );
    });
  });
}

function Lines({ model, shown, y }: MarksProps) {
  const step = width / Math.max(1, model.buckets.length - 1);
  return shown.map((series) => {
    const path = series.values
      .map((value, index) => {
        if (value === null) return "";
        const before = series.values[index - 1];
        return `${before === null || before === undefined ? "M" : "L"}${index * step} ${y(value)}`;
      })
      .join("");
    return (
      <path
        key={series.id}
        d={path}
        fill="none"
        stroke={seriesPaint(series.color)}
        strokeWidth="1.75"
        vectorEffect="non-scaling-stroke"
      />
    );
  });
}

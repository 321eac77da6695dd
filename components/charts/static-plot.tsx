import { useFormats } from "@/components/ui/formats";
import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { axisWidth, highestValue, previousValues, roundTicks, tickTexts } from "@/lib/kernel/chart-axis";
import { seriesPaint } from "./series-classes";

type StaticPlotProps = { readonly model: ChartModel; readonly shown: readonly ChartSeries[] };

const width = 1000;
const height = 1000;

/** The server-rendered chart, shown before JavaScript has loaded or without it. */
export function StaticPlot({ model, shown }: StaticPlotProps) {
  const ticks = roundTicks(highestValue(model, shown), model.unit);
  const texts = tickTexts(model.unit, ticks, useFormats());
  const top = ticks.at(-1) ?? 1;
  const y = (value: number) => height - (value / top) * height;
  const band = width / Math.max(1, model.buckets.length);
  const previous = previousValues(model);
  return (
    <div aria-hidden data-plot="static" className="flex h-full flex-col pt-2 pr-4 text-ink-muted">
      <div className="flex min-h-0 flex-1">
        <div className="relative shrink-0">
          {/* Sets the width: the content policy allows no style attribute. */}
          <svg width={axisWidth(texts)} height="1" className="block" />
          <div className="absolute inset-y-0 right-2 flex flex-col-reverse justify-between text-right leading-none">
            {texts.map((text) => (
              <span key={text}>{text}</span>
            ))}
          </div>
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
          {model.missing ? (
            <rect width={model.missing.buckets * band} height={height} fill="var(--surface-sunken)" />
          ) : null}
          {model.kind === "bars" ? (
            <Bars model={model} shown={shown} y={y} />
          ) : (
            <Lines model={model} shown={shown} y={y} />
          )}
          {previous ? (
            <path
              d={previous
                .map((value, index) => `${index ? "L" : "M"}${(index + 0.5) * band} ${y(value)}`)
                .join("")}
              fill="none"
              stroke="var(--ink-faint)"
              strokeWidth="1.5"
              strokeDasharray="4 3"
              vectorEffect="non-scaling-stroke"
            />
          ) : null}
        </svg>
      </div>
      <div className="flex h-[26px] shrink-0 justify-between pt-1.5 pl-14">
        <span>{model.buckets[0]?.label}</span>
        <span>{model.buckets.at(-1)?.label}</span>
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
  const band = width / Math.max(1, model.buckets.length);
  return shown.map((series) => {
    const path = series.values
      .map((value, index) => {
        if (value === null) return "";
        const before = series.values[index - 1];
        return `${before === null || before === undefined ? "M" : "L"}${(index + 0.5) * band} ${y(value)}`;
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

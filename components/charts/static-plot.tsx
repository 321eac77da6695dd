import { useId } from "react";
import { classes } from "@/components/ui/classes";
import { useFormats } from "@/components/ui/formats";
import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { axisWidth, highestValue, previousValues, roundTicks, tickTexts } from "@/lib/kernel/chart-axis";
import { Stripes } from "./bucket-bar";
import { bucketX } from "./plot-geometry";
import { seriesPaint } from "./series-classes";
import { StaticAmounts, StaticDates } from "./static-axes";

type StaticPlotProps = {
  readonly model: ChartModel;
  readonly shown: readonly ChartSeries[];
  /** At least so wide are the labels at the left, in pixels: charts below each other share a time axis. */
  readonly labelWidth: number;
};

/**
 * The server-rendered chart, shown before JavaScript has loaded or without it. Everything stands where the live plot puts
 * it. Places are percentages of a picture that is not stretched, because the content policy allows no style attribute.
 */
export function StaticPlot({ model, shown, labelWidth }: StaticPlotProps) {
  const ticks = roundTicks(highestValue(model, shown), model.unit);
  const texts = tickTexts(model.unit, ticks, useFormats());
  const width = Math.max(labelWidth, axisWidth(texts));
  const top = ticks.at(-1) ?? 1;
  const y = (value: number) => (1 - value / top) * 100;
  return (
    <div aria-hidden data-plot="static" className="flex h-full flex-col pt-2 pr-4">
      <div className="flex min-h-0 flex-1">
        <StaticAmounts
          width={width}
          labels={texts.map((text, index) => ({ text, y: y(ticks[index] ?? 0) }))}
        />
        <svg className="block h-full min-w-0 flex-1 overflow-visible">
          {ticks.map((tick) => (
            <line
              key={tick}
              x2="100%"
              y1={percent(y(tick))}
              y2={percent(y(tick))}
              stroke={tick === 0 ? "var(--line-strong)" : "var(--line)"}
            />
          ))}
          {model.missing ? <Missing model={model} {...model.missing} /> : null}
          {model.kind === "bars" ? (
            <Bars model={model} shown={shown} y={y} />
          ) : (
            <Lines model={model} shown={shown} y={y} />
          )}
        </svg>
      </div>
      <StaticDates model={model} labelWidth={width} />
    </div>
  );
}

function percent(value: number): string {
  return `${Number(value.toFixed(3))}%`;
}

function Missing({
  model,
  buckets,
  text,
}: { readonly model: ChartModel } & NonNullable<ChartModel["missing"]>) {
  const count = model.buckets.length;
  const end = model.kind === "bars" ? (buckets / count) * 100 : bucketX(model, buckets - 1);
  return (
    <>
      <rect width={percent(end)} height="100%" fill="var(--surface-sunken)" />
      <text x="5" y="5" dy="0.71em" className="fill-ink-muted">
        {text}
      </text>
    </>
  );
}

type MarksProps = Pick<StaticPlotProps, "model" | "shown"> & {
  /** The place of a value in percent from the top. */
  readonly y: (value: number) => number;
};

/** Less than three pixels in the lowest chart: the live plot leaves no gap above such a segment. */
const thinPercent = 1.8;

function Bars({ model, shown, y }: MarksProps) {
  const stripes = useId();
  const band = 100 / Math.max(1, model.buckets.length);
  const previous = previousValues(model);
  return (
    <>
      <defs>
        {shown.map(({ id, color }, place) => (
          <Stripes key={id} id={`${stripes}-${place}`} paint={seriesPaint(color)} />
        ))}
      </defs>
      {model.buckets.map((bucket, index) => (
        <svg key={bucket.start} x={percent(index * band)} width={percent(band)} height="100%">
          {shown.map(({ id, color, values }, place) => {
            const height = y(0) - y(values[index] ?? 0);
            if (height <= 0) return null;
            const stack = shown.slice(0, place + 1);
            return (
              <rect
                key={id}
                y={percent(y(stack.reduce((sum, one) => sum + (one.values[index] ?? 0), 0)))}
                height={percent(height)}
                rx="1"
                fill={bucket.unfinished ? `url(#${stripes}-${place})` : seriesPaint(color)}
                // In the middle of its bucket, four fifths of it wide, at most 40 px.
                className={classes(
                  "w-[min(80%,40px)] [x:max(10%,calc(50%-20px))]",
                  height > thinPercent && "[clip-path:inset(1px_0_0)]",
                )}
              />
            );
          })}
        </svg>
      ))}
      {previous ? (
        <Path
          model={model}
          values={previous}
          y={y}
          stroke="var(--ink-faint)"
          strokeWidth="1.5"
          strokeDasharray="4 3"
        />
      ) : null}
    </>
  );
}

function Lines({ model, shown, y }: MarksProps) {
  return shown.map(({ id, color, values }) => (
    <g key={id}>
      <Path model={model} values={values} y={y} stroke={seriesPaint(color)} strokeWidth="1.75" />
      {model.buckets.length < 40
        ? values.map((value, index) =>
            value === null ? null : (
              <circle
                key={model.buckets[index]?.start}
                cx={percent(bucketX(model, index))}
                cy={percent(y(value))}
                r="2"
                fill={seriesPaint(color)}
              />
            ),
          )
        : null}
    </g>
  ));
}

type PathProps = Omit<MarksProps, "shown"> & {
  readonly values: readonly (number | null)[];
  readonly stroke: string;
  readonly strokeWidth: string;
  readonly strokeDasharray?: string;
};

/** A line through the values, which is stretched to the plot, but not its width. */
function Path({ model, values, y, ...stroke }: PathProps) {
  const path = values
    .map((value, index) => {
      if (value === null) return "";
      const before = values[index - 1];
      const command = before === null || before === undefined ? "M" : "L";
      return `${command}${bucketX(model, index).toFixed(3)} ${y(value).toFixed(3)}`;
    })
    .join("");
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">
      <path d={path} fill="none" vectorEffect="non-scaling-stroke" {...stroke} />
    </svg>
  );
}

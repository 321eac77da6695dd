import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { highestValue, roundTicks } from "@/lib/kernel/chart-axis";
import { directLabels } from "./direct-labels";
import { plotRoom } from "./plot-geometry";
import { seriesFade, seriesFills } from "./series-classes";

type SeriesLabelsProps = {
  readonly model: ChartModel;
  readonly shown: readonly ChartSeries[];
  /** Of the chart, in pixels, where there is room for labels. */
  readonly height: number;
};

const lineHeight = 16;

/**
 * The names of the largest series beside the plot, so that they need not be looked up in the table. Only where the
 * chart is wide. Hidden from screen readers, for which the table has all names and values.
 */
export function SeriesLabels({ model, shown, height }: SeriesLabelsProps) {
  const plotHeight = height - plotRoom.top - plotRoom.bottom;
  const top = roundTicks(highestValue(model, shown), model.unit).at(-1) ?? 1;
  const labels = directLabels({ model, shown, top }, lineHeight / plotHeight);
  return (
    <svg aria-hidden height={height} className="hidden w-36 shrink-0 @min-[56rem]/chart:block">
      {labels.map(({ text, color, place, y }) => {
        const middle = plotRoom.top + y * plotHeight;
        return (
          <g key={place} className={seriesFade(place)}>
            <circle cx="4" cy={middle} r="4" className={seriesFills[color]} />
            <text x="14" y={middle + 4} className="fill-ink-muted">
              {text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

import { classes } from "@/components/ui/classes";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { bucketX, plotRoom } from "./plot-geometry";
import { labeledBuckets } from "./labeled-buckets";

type AmountsProps = {
  readonly width: number;
  readonly labels: readonly { readonly text: string; readonly y: number }[];
};

/** The amounts beside their lines. */
export function StaticAmounts({ width, labels }: AmountsProps) {
  return (
    <svg width={width} className="block h-full shrink-0 overflow-visible fill-ink-muted">
      {labels.map(({ text, y }) => (
        <text key={text} x={width - 8} y={`${y}%`} dy="0.355em" textAnchor="end">
          {text}
        </text>
      ))}
    </svg>
  );
}

/** Usual widths of the plot in pixels, and the widths of the whole chart at which they are assumed. */
const widths = [
  { plot: 290, className: "@min-[30rem]/chart:hidden" },
  { plot: 560, className: "hidden @min-[30rem]/chart:block @min-[50rem]/chart:hidden" },
  { plot: 800, className: "hidden @min-[50rem]/chart:block" },
] as const;

type DatesProps = { readonly model: ChartModel; readonly labelWidth: number };

/** The starts of some buckets below them: as many as have room, from the last one back, as in the live plot. */
export function StaticDates({ model, labelWidth }: DatesProps) {
  return (
    <div className="flex shrink-0">
      <svg width={labelWidth} height={plotRoom.bottom} className="block shrink-0" />
      {widths.map(({ plot, className }) => (
        <svg
          key={plot}
          height={plotRoom.bottom}
          className={classes("min-w-0 flex-1 overflow-visible fill-ink-muted", className)}
        >
          {labeledBuckets(model, { plot, left: labelWidth }).map(({ index, anchor }) => (
            <text
              key={index}
              x={anchor === "end" ? "100%" : `${bucketX(model, index)}%`}
              dx={anchor === "end" ? plotRoom.right : 0}
              y="12"
              dy="0.71em"
              textAnchor={anchor}
            >
              {model.buckets[index]?.label}
            </text>
          ))}
        </svg>
      ))}
    </div>
  );
}

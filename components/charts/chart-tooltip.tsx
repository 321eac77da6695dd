import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import { Swatch } from "./swatch";

type ChartTooltipProps = {
  readonly model: ChartModel;
  readonly series: readonly ChartSeries[];
  readonly index: number | null;
};

/** All values of one bucket: its exact start and end, every series from the largest down, the total. */
export function ChartTooltip({ model, series, index }: ChartTooltipProps) {
  const bucket = index === null ? undefined : model.buckets[index];
  if (index === null || !bucket) return null;
  const before = model.previous?.texts[index] ?? null;
  const measured = series.filter((one) => one.values[index] !== null && one.values[index] !== undefined);
  const rows = measured
    .filter((one) => model.kind === "lines" || one.values[index] !== 0)
    .toSorted((left, right) => (right.values[index] ?? 0) - (left.values[index] ?? 0));
  return (
    <div className="flex max-w-80 min-w-48 flex-col gap-1.5 rounded-md border border-line bg-surface-raised p-2.5 text-sm text-ink shadow-popup max-sm:hidden">
      <p className="font-medium">{bucket.period}</p>
      {bucket.unfinished ? <p className="text-xs text-ink-muted">In progress</p> : null}
      {measured.length === 0 ? <p className="text-ink-muted">No data</p> : null}
      <ul className="flex flex-col gap-0.5">
        {rows.map((one) => (
          <li key={one.id} className="flex items-center gap-2">
            <Swatch color={one.color} />
            <span className="min-w-0 flex-1 truncate">{one.name}</span>
            <span className="tabular">{one.texts[index]}</span>
          </li>
        ))}
      </ul>
      {measured.length > rows.length ? (
        <p className="text-ink-muted">
          {measured.length - rows.length} {rows.length > 0 ? "more " : ""}with none
        </p>
      ) : null}
      {bucket.totalText !== null && rows.length > 1 ? (
        <p className="flex justify-between gap-2 border-t border-line pt-1.5 font-medium">
          <span>Total</span>
          <span className="tabular">{bucket.totalText}</span>
        </p>
      ) : null}
      {before !== null && model.kind === "bars" ? (
        <p className="flex justify-between gap-2 text-ink-muted">
          <span>Previous period</span>
          <span className="tabular">{before}</span>
        </p>
      ) : null}
    </div>
  );
}

/** The chosen bucket in one line above the plot, where a floating box would cover the bars of a phone. */
export function ChartReadout({ model, index }: Pick<ChartTooltipProps, "model" | "index">) {
  const bucket = index === null ? undefined : model.buckets[index];
  return (
    <p className="tabular flex min-h-5 justify-between gap-3 text-sm sm:hidden">
      <span className="min-w-0 truncate text-ink-muted">{bucket ? bucket.period : model.finding}</span>
      {bucket ? <span className="font-medium">{bucket.totalText ?? ""}</span> : null}
    </p>
  );
}

import type { ChartModel, ChartSeries, SeriesColor } from "@/lib/kernel/chart-model";

/** A name beside the end of a series. */
export type DirectLabel = {
  readonly text: string;
  readonly color: SeriesColor;
  /** Place of the series in the chart. */
  readonly place: number;
  /** Its middle, from 0 at the top of the plot to 1 at the bottom. */
  readonly y: number;
};

/** Segments of a bar are often thin; lines are mostly apart. */
const labelsMax = { bars: 3, lines: 4 } as const;
/** About what fits into the room beside the plot at 12 px. */
const lettersMax = 20;

type Sized = { readonly model: ChartModel; readonly shown: readonly ChartSeries[]; readonly top: number };

/**
 * Names of the largest series, beside the marks of the last bucket in which all of them have one. `top` is the value
 * at the top of the plot, `gap` the least distance of two labels as a part of its height. They never overlap: those too
 * close to each other are moved apart, inside the plot.
 */
export function directLabels({ model, shown, top }: Sized, gap: number): readonly DirectLabel[] {
  const largest = shown
    .map((series) => ({ series, size: series.values.reduce<number>((sum, value) => sum + (value ?? 0), 0) }))
    .filter(({ series, size }) => size > 0 && series.id !== "other")
    .toSorted((left, right) => right.size - left.size)
    .slice(0, labelsMax[model.kind])
    .map(({ series }) => series);
  const bucket = lastShared(model, largest);
  if (bucket === null) return [];
  const labels = largest
    .filter((series) => (series.values[bucket] ?? 0) > 0)
    .map((series) => ({
      text: shortName(series.name),
      color: series.color,
      place: model.series.indexOf(series),
      y: 1 - middleOf(series, bucket, { model, shown, top }) / top,
    }));
  return apart(labels, gap);
}

/** The last bucket with a value of each series; or of any. */
function lastShared({ buckets }: ChartModel, largest: readonly ChartSeries[]): number | null {
  const counts = buckets.map((_, index) => largest.filter(({ values }) => (values[index] ?? 0) > 0).length);
  const most = Math.max(0, ...counts);
  return most === 0 ? null : counts.lastIndexOf(most);
}

/** The value at the middle of a bar's segment, or of a line's point. */
function middleOf(series: ChartSeries, bucket: number, { model, shown }: Sized): number {
  const value = series.values[bucket] ?? 0;
  if (model.kind === "lines") return value;
  const below = shown
    .slice(0, shown.indexOf(series))
    .reduce((sum, one) => sum + (one.values[bucket] ?? 0), 0);
  return below + value / 2;
}

/** From top to bottom, each at least `gap` below the one before; then from the bottom up, so that none leaves the plot. */
function apart(labels: readonly DirectLabel[], gap: number): readonly DirectLabel[] {
  const sorted = labels.toSorted((left, right) => left.y - right.y);
  const places = sorted.map(({ y }) => y);
  for (let index = 1; index < places.length; index += 1)
    places[index] = Math.max(places[index] ?? 0, (places[index - 1] ?? 0) + gap);
  for (let index = places.length - 1; index >= 0; index -= 1) {
    const limit = index === places.length - 1 ? 1 - gap / 2 : (places[index + 1] ?? 1) - gap;
    places[index] = Math.min(places[index] ?? 0, limit);
  }
  return sorted.map((label, index) => ({ ...label, y: places[index] ?? label.y }));
}

/** A model without its author; anything long is cut. */
function shortName(name: string): string {
  const short = /^[\w.-]+\/[\w.:-]+$/.test(name) ? name.slice(name.indexOf("/") + 1) : name;
  return short.length > lettersMax ? `${short.slice(0, lettersMax - 1).trimEnd()}…` : short;
}

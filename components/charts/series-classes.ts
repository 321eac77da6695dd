import type { SeriesColor } from "@/lib/kernel/chart-model";

/** Classes are written out because Tailwind extracts them from the source. */
export const seriesFills: Record<SeriesColor, string> = {
  1: "fill-series-1",
  2: "fill-series-2",
  3: "fill-series-3",
  4: "fill-series-4",
  5: "fill-series-5",
  6: "fill-series-6",
  7: "fill-series-7",
  8: "fill-series-8",
  other: "fill-series-other",
};

/** The same color for attributes that do not accept a class. */
export function seriesPaint(color: SeriesColor): string {
  return `var(--series-${color})`;
}

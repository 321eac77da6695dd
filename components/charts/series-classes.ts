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

/** Fades the marks of a series while a row of another one is hovered, without drawing the chart again. */
const fades = [
  "group-[[data-hovered]:not([data-hovered='0'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='1'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='2'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='3'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='4'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='5'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='6'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='7'])]/plot:opacity-25",
  "group-[[data-hovered]:not([data-hovered='8'])]/plot:opacity-25",
] as const;

export function seriesFade(place: number): string {
  return fades[place] ?? "";
}

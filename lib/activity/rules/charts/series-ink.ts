import type { SeriesColor } from "@/lib/kernel/chart-model";

/** The colors of series on paper: those of the light theme, which a test compares with the page's. */
export const seriesInk: Readonly<Record<SeriesColor, string>> = {
  1: "#21488c",
  2: "#4798e2",
  3: "#a78f5e",
  4: "#03785b",
  5: "#7a5bb3",
  6: "#a25207",
  7: "#c76aa2",
  8: "#3c481a",
  other: "#8f8b85",
};

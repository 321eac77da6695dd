import type { ChartModel } from "@/lib/kernel/chart-model";

/** Margins around the plot in pixels, shared by the static and the live plot so that nothing shifts. */
export const plotRoom = { top: 8, right: 16, bottom: 26 } as const;

/**
 * The middle of a bucket in percent of the plot's width. Bars divide it evenly; lines begin and end at its edges, so that
 * a single point stands in its middle.
 */
export function bucketX({ kind, buckets }: Pick<ChartModel, "kind" | "buckets">, index: number): number {
  if (kind === "bars" || buckets.length < 2) return ((index + 0.5) / Math.max(1, buckets.length)) * 100;
  return (index / (buckets.length - 1)) * 100;
}

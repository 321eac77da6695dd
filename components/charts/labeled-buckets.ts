import type { ChartModel } from "@/lib/kernel/chart-model";
import { bucketX, plotRoom } from "./plot-geometry";

/** The least room between two labels, in pixels; the same as in the live plot. */
export const labelGap = 40;
const letterWidth = 6.5;

type LabeledBucket = { readonly index: number; readonly anchor: "middle" | "end" };

type Room = { readonly plot: number; readonly left: number };

/**
 * The buckets whose labels fit below a plot of this width, from the last one back. A last label that would leave the chart
 * ends with it; a first one that would, beyond the amounts at the left, is left out.
 */
export function labeledBuckets(model: ChartModel, { plot, left }: Room): readonly LabeledBucket[] {
  const labeled: LabeledBucket[] = [];
  let end = plot + plotRoom.right;
  for (let index = model.buckets.length - 1; index >= 0; index -= 1) {
    const half = ((model.buckets[index]?.label.length ?? 0) * letterWidth) / 2;
    const middle = (bucketX(model, index) / 100) * plot;
    const isLast = labeled.length === 0;
    const leaves = isLast && middle + half > end;
    if ((!leaves && middle + half > end) || middle - half < -left) continue;
    labeled.push({ index, anchor: leaves ? "end" : "middle" });
    end = (leaves ? end - 2 * half : middle - half) - labelGap;
  }
  return labeled;
}

import type { ChartModel, ChartSeries, SeriesColor } from "@/lib/kernel/chart-model";
import { formatCount, formatDuration } from "@/lib/kernel/format";
import { bucketLabel, bucketPeriod } from "./bucket-text";
import type { Bucket } from "../buckets";
import { type Measure, percentile } from "../percentile";
import type { ResolvedRange } from "../resolve-range";

/** How many requests of one chart bucket fell into one histogram bucket of a measure. */
export type HistogramDay = {
  readonly measure: Measure;
  readonly chartBucket: number;
  readonly bucket: number;
  readonly requests: bigint;
};

const shares = [
  { id: "p50", name: "p50", share: 0.5, color: 1 },
  { id: "p95", name: "p95", share: 0.95, color: 2 },
] as const satisfies readonly { id: string; name: string; share: number; color: SeriesColor }[];

const titles = { latency: "Total latency", first_token: "Time to first token" } as const;

/** Median and p95 per bucket; a bucket without requests is a gap. */
export function latencyModel(
  measure: keyof typeof titles,
  histograms: readonly HistogramDay[],
  { buckets, range }: { readonly buckets: readonly Bucket[]; readonly range: ResolvedRange },
): ChartModel {
  const own = histograms.filter((row) => row.measure === measure);
  const counts = (index: number | null) =>
    own
      .filter((row) => index === null || row.chartBucket === index)
      .map(({ bucket, requests }) => ({ bucket, count: Number(requests) }));
  const series = shares.map(({ id, name, share, color }): ChartSeries => {
    const values = buckets.map((_, index) => percentile(measure, counts(index), share));
    const whole = percentile(measure, counts(null), share);
    return {
      id,
      name,
      color,
      values: values.map((value) => (value === null ? null : Math.round(value))),
      texts: values.map((value) => (value === null ? null : formatDuration(value))),
      sumText: whole === null ? "no data" : formatDuration(whole),
    };
  });
  const requests = own.reduce((sum, row) => sum + row.requests, 0n);
  return {
    title: titles[measure],
    finding:
      requests === 0n
        ? "No requests in this range."
        : `${titles[measure]}: half of ${formatCount(requests)} requests within ${series[0]?.sumText}, 95% within ${series[1]?.sumText}.`,
    unit: "ms",
    kind: "lines",
    zone: range.zone,
    buckets: buckets.map((bucket) => ({
      start: bucket.start.toISOString(),
      end: bucket.end.toISOString(),
      label: bucketLabel(bucket, range.unit, range.zone),
      period: bucketPeriod(bucket, range.unit, range),
      unfinished: bucket.isUnfinished,
      totalText: null,
    })),
    series: requests === 0n ? [] : series,
    totalText: null,
  };
}

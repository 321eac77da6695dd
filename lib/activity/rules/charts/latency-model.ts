import type { ChartBucket, ChartModel, ChartSeries, ChartUnit, SeriesColor } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
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

type Share = {
  readonly id: string;
  readonly name: string;
  readonly share: number;
  readonly color: SeriesColor;
};

/** For throughput the slow end is the low one. */
const slowest: readonly Share[] = [
  { id: "p50", name: "p50", share: 0.5, color: 1 },
  { id: "p95", name: "p95", share: 0.95, color: 2 },
  { id: "p99", name: "p99", share: 0.99, color: 3 },
];
const fastest: readonly Share[] = [
  { id: "p50", name: "p50", share: 0.5, color: 1 },
  { id: "p5", name: "p5", share: 0.05, color: 2 },
];

type Form = {
  readonly title: string;
  readonly unit: ChartUnit;
  readonly shares: readonly Share[];
  readonly text: (value: number, formats: Formats) => string;
};

const durationText: Form["text"] = (value, formats) => formats.duration(value);

const forms: Readonly<Record<Measure, Form>> = {
  latency: { title: "Latency", unit: "ms", shares: slowest, text: durationText },
  first_token: { title: "Time to first token", unit: "ms", shares: slowest, text: durationText },
  throughput: {
    title: "Throughput, tokens/s",
    unit: "tokens_per_second",
    shares: fastest,
    text: (value, formats) => `${formats.count(Math.round(value))} tokens/s`,
  },
};

/** Percentiles per bucket; a bucket without requests is a gap. */
export function latencyModel(
  measure: Measure,
  histograms: readonly HistogramDay[],
  {
    buckets,
    range,
    formats,
  }: { readonly buckets: readonly Bucket[]; readonly range: ResolvedRange; readonly formats: Formats },
): ChartModel {
  const { title, unit, shares, text } = forms[measure];
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
      value: null,
      name,
      color,
      values: values.map((value) => (value === null ? null : Math.round(value))),
      texts: values.map((value) => (value === null ? null : text(value, formats))),
      sumText: whole === null ? "no data" : text(whole, formats),
    };
  });
  const requests = own.reduce((sum, row) => sum + row.requests, 0n);
  return {
    title,
    finding:
      requests === 0n ? "No requests in this range." : `${formats.count(requests)} requests were measured.`,
    unit,
    kind: "lines",
    zone: range.zone,
    buckets: rateBuckets(buckets, range, formats),
    series: requests === 0n ? [] : series,
    totalText: null,
  };
}

/** Buckets of a chart of rates, which have no sum. */
export function rateBuckets(
  buckets: readonly Bucket[],
  range: ResolvedRange,
  formats: Formats,
): readonly ChartBucket[] {
  return buckets.map((bucket) => ({
    start: bucket.start.toISOString(),
    end: bucket.end.toISOString(),
    label: bucketLabel(bucket, range.unit, range.zone, formats),
    period: bucketPeriod(bucket, range.unit, range, formats),
    unfinished: bucket.isUnfinished,
    totalText: null,
  }));
}

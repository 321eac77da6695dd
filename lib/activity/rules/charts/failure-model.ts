import type { ChartModel, ChartSeries, SeriesColor } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
import type { Bucket } from "../buckets";
import type { ResolvedRange } from "../resolve-range";
import { statusReason } from "../status-reason";
import { bucketLabel, bucketPeriod } from "./bucket-text";

/** How many requests of a chart bucket ended with a status; 200 is every status below 400. */
export type OutcomeCount = { readonly bucket: number; readonly status: number; readonly requests: bigint };

const reasonsMax = 6;
/** A status has the same color in every chart. */
const colors: Readonly<Record<number, SeriesColor>> = {
  429: 3,
  502: 6,
  503: 7,
  504: 5,
  500: 8,
  400: 2,
  402: 4,
  404: 1,
};

/** The share of requests that failed, stacked by reason. A bucket without requests is a gap. */
export function failureModel(
  outcomes: readonly OutcomeCount[],
  {
    buckets,
    range,
    formats,
  }: { readonly buckets: readonly Bucket[]; readonly range: ResolvedRange; readonly formats: Formats },
): ChartModel {
  const rateText = (count: number, of: number) =>
    `${formats.percent(of === 0 ? 0 : count / of)} (${formats.count(count)} of ${formats.count(of)})`;
  const failed = outcomes.filter(({ status }) => status >= 400);
  const totals = buckets.map((_, index) => sum(outcomes.filter(({ bucket }) => bucket === index)));
  const all = sum(outcomes);
  const statuses = [...new Set(failed.map(({ status }) => status))].toSorted(
    (left, right) => sum(of(failed, right)) - sum(of(failed, left)) || left - right,
  );
  const shown = statuses.slice(0, reasonsMax);
  const series = (
    id: string,
    name: string,
    color: SeriesColor,
    rows: readonly OutcomeCount[],
  ): ChartSeries => {
    const counts = totals.map((_, index) => sum(rows.filter(({ bucket }) => bucket === index)));
    const own = sum(rows);
    return {
      id,
      value: null,
      name,
      color,
      values: counts.map((count, index) => (totals[index] ? (100 * count) / (totals[index] ?? 1) : null)),
      texts: counts.map((count, index) => (totals[index] ? rateText(count, totals[index] ?? 1) : null)),
      sumText: rateText(own, all),
    };
  };
  const others = failed.filter(({ status }) => !shown.includes(status));
  return {
    title: "Failure rate by reason",
    finding:
      all === 0
        ? "No requests in this range."
        : `${formats.percent(sum(failed) / all)} failed (${formats.count(sum(failed))} of ${formats.count(all)} requests)`,
    unit: "percent",
    kind: "bars",
    zone: range.zone,
    buckets: buckets.map((bucket, index) => ({
      start: bucket.start.toISOString(),
      end: bucket.end.toISOString(),
      label: bucketLabel(bucket, range.unit, range.zone, formats),
      period: bucketPeriod(bucket, range.unit, range, formats),
      unfinished: bucket.isUnfinished,
      totalText: totals[index]
        ? rateText(sum(failed.filter((row) => row.bucket === index)), totals[index] ?? 1)
        : null,
    })),
    series: [
      ...shown.map((status) =>
        series(`status:${status}`, statusReason(status), colors[status] ?? "other", of(failed, status)),
      ),
      ...(others.length > 0 ? [series("other", "Other", "other", others)] : []),
    ],
    totalText: all === 0 ? null : formats.percent(sum(failed) / all),
  };
}

function of(rows: readonly OutcomeCount[], status: number): readonly OutcomeCount[] {
  return rows.filter((row) => row.status === status);
}

function sum(rows: readonly OutcomeCount[]): number {
  return rows.reduce((total, { requests }) => total + Number(requests), 0);
}

import type { ChartModel, ChartSeries } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
import type { Bucket } from "../buckets";
import { percentile } from "../percentile";
import type { ResolvedRange } from "../resolve-range";
import { rateBuckets } from "./latency-model";
import { seriesColors } from "./series-color";
import { seriesId } from "./series-id";

/** How many requests to a provider fell into one histogram bucket of throughput, in one chart bucket. */
export type ProviderSpeed = {
  readonly provider: string;
  readonly chartBucket: number;
  readonly bucket: number;
  readonly requests: bigint;
};

type Shown = {
  readonly buckets: readonly Bucket[];
  readonly range: ResolvedRange;
  /** Display names of providers, and the ranks that decide their colors. */
  readonly names: ReadonlyMap<string, string>;
  readonly ranks: ReadonlyMap<string, number>;
  /** Set when only so many of the newest requests were read. */
  readonly newest: number | null;
  readonly formats: Formats;
};

const providersMax = 8;

/** The providers with the most measured requests, the largest first. */
export function shownProviders(speeds: readonly ProviderSpeed[]): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const { provider, requests } of speeds) sums.set(provider, (sums.get(provider) ?? 0n) + requests);
  return [...sums]
    .toSorted(([leftId, left], [rightId, right]) =>
      left === right ? (leftId < rightId ? -1 : 1) : left > right ? -1 : 1,
    )
    .slice(0, providersMax)
    .map(([provider]) => provider);
}

/** The median throughput of each provider per bucket; a bucket without requests is a gap. */
export function providerModel(
  speeds: readonly ProviderSpeed[],
  { buckets, range, names, ranks, newest, formats }: Shown,
): ChartModel {
  const shown = shownProviders(speeds);
  const colors = seriesColors(shown, ranks);
  const text = (speed: number) => `${formats.count(Math.round(speed))} tokens/s`;
  const series = shown.map((provider): ChartSeries => {
    const own = speeds.filter((row) => row.provider === provider);
    const median = (rows: readonly ProviderSpeed[]) =>
      percentile(
        "throughput",
        rows.map(({ bucket, requests }) => ({ bucket, count: Number(requests) })),
        0.5,
      );
    const values = buckets.map((_, index) => median(own.filter(({ chartBucket }) => chartBucket === index)));
    const whole = median(own);
    return {
      id: seriesId(provider),
      value: provider,
      name: names.get(provider) ?? provider,
      color: colors.get(provider) ?? "other",
      values: values.map((value) => (value === null ? null : Math.round(value))),
      texts: values.map((value) => (value === null ? null : text(value))),
      sumText: whole === null ? "no data" : text(whole),
    };
  });
  return {
    title: "Throughput by provider, tokens/s",
    finding: findingText(shown.length, newest, formats),
    unit: "tokens_per_second",
    kind: "lines",
    zone: range.zone,
    buckets: rateBuckets(buckets, range, formats),
    series,
    totalText: null,
  };
}

function findingText(providers: number, newest: number | null, formats: Formats): string {
  if (providers === 0) return "No requests in this range.";
  if (newest === null) return "The median of each provider.";
  return `The median of each provider, over the newest ${formats.count(newest)} requests.`;
}

/** Log-spaced buckets: bucket 0 ends at the measure's base, each further one is 18% wider, the last is open-ended. */
export const bucketCount = 64;
export const bucketGrowth = 1.18;

export type Measure = "latency" | "first_token" | "throughput";

/**
 * Upper end of bucket 0: 10 ms for times, 1 token a second for throughput. The last bucket begins at 29,000 times that.
 */
export const bucketBases: Readonly<Record<Measure, number>> = { latency: 10, first_token: 10, throughput: 1 };

/** The bucket of a value (milliseconds, or tokens a second). */
export function bucketOf(measure: Measure, value: number): number {
  if (!(value > bucketBases[measure])) return 0;
  return Math.min(
    bucketCount - 1,
    Math.ceil(Math.log(value / bucketBases[measure]) / Math.log(bucketGrowth)),
  );
}

/** How many values fell into a bucket. */
export type BucketCount = { readonly bucket: number; readonly count: number };

/**
 * The value below which `share` (0.5, 0.95) of all counted values lie, interpolated log-linearly inside its bucket:
 * within 3% of exact for real latencies. A bucket may be listed several times, as for several days. Null when nothing was
 * counted.
 */
export function percentile(measure: Measure, counts: readonly BucketCount[], share: number): number | null {
  const merged = new Map<number, number>();
  for (const { bucket, count } of counts) merged.set(bucket, (merged.get(bucket) ?? 0) + count);
  const sorted = [...merged].filter(([, count]) => count > 0).toSorted(([left], [right]) => left - right);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [bucket, count] of sorted) {
    if (below + count >= rank) return valueWithin(measure, bucket, (rank - below) / count);
    below += count;
  }
  return valueWithin(measure, bucketCount - 1, 1);
}

function valueWithin(measure: Measure, bucket: number, part: number): number {
  const base = bucketBases[measure];
  if (bucket === 0) return base * part;
  return base * bucketGrowth ** (bucket - 1 + part);
}

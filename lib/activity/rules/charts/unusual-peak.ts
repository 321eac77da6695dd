import type { ChartModel } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
import type { BucketUnit } from "../buckets";
import type { Metric } from "../usage-choice";

/** Fewer buckets with requests do not show what is usual. */
const knownMin = 7;
/** A peak is at least this many times the median of the others. */
const timesMin = 2;
/** The least amount worth a line: a cent (in nano-dollars), ten requests, 10,000 tokens. Failed requests have no peak. */
const amountMin: Readonly<Partial<Record<Metric, bigint>>> = {
  spend: 10_000_000n,
  requests: 10n,
  tokens: 10_000n,
};

type PeakInput = {
  readonly metric: Metric;
  readonly unit: BucketUnit;
  /** The amount of each bucket, null without requests. */
  readonly amounts: readonly (bigint | null)[];
  /** Names of the series, and their amounts of each bucket. */
  readonly parts: readonly { readonly name: string; readonly amounts: readonly (bigint | null)[] }[];
  /** What a bucket is called in a sentence: "Nov 5". */
  readonly nameOf: (bucket: number) => string;
  readonly formats: Formats;
};

/**
 * The hour or day that stands out, as a sentence: "Nov 5: 3.1 times the usual, 72% of it from Staging". What is usual is
 * the median of all others with requests (of an even number, the higher middle one). Of several, the largest is named; none when nothing stands out.
 */
export function unusualPeak({
  metric,
  unit,
  amounts,
  parts,
  nameOf,
  formats,
}: PeakInput): ChartModel["peak"] {
  const least = amountMin[metric];
  if (least === undefined || (unit !== "day" && unit !== "hour")) return undefined;
  const known = amounts.flatMap((amount, bucket) => (amount === null ? [] : [{ amount, bucket }]));
  if (known.length < knownMin) return undefined;
  const [top, ...others] = known.toSorted(largestFirst);
  const usual = others[Math.floor((others.length - 1) / 2)]?.amount ?? 0n;
  if (!top || usual <= 0n || top.amount < least) return undefined;
  const times = Number((top.amount * 10n) / usual) / 10;
  if (times < timesMin) return undefined;
  return {
    bucket: top.bucket,
    text: `${nameOf(top.bucket)}: ${timesText(times, formats)} times the usual${causeText(parts, top)}`,
  };
}

type Sized = { readonly amount: bigint };

function largestFirst(one: Sized, other: Sized): number {
  return one.amount === other.amount ? 0 : one.amount > other.amount ? -1 : 1;
}

function timesText(times: number, formats: Formats): string {
  return times < 10 ? formats.separated(times.toFixed(1)) : formats.count(Math.floor(times));
}

/** The series with half of the peak or more, if there are others. */
function causeText(
  parts: PeakInput["parts"],
  top: { readonly amount: bigint; readonly bucket: number },
): string {
  if (parts.length < 2) return "";
  const [first] = parts
    .map(({ name, amounts }) => ({ name, amount: amounts[top.bucket] ?? 0n }))
    .toSorted(largestFirst);
  if (!first || first.amount * 2n < top.amount) return "";
  return `, ${Number((first.amount * 100n) / top.amount)}% of it from ${first.name}`;
}

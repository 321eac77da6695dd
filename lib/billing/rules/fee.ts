import type { Formats } from "@/lib/kernel/format";
import { divideFloor, type Nanos, nanosPerCent } from "@/lib/kernel/money";

/** The operator's fee on purchases: a share in parts per million (5.5% is 55,000) and a minimum. */
export type FeeTerms = { readonly partsPerMillion: bigint; readonly minNanos: Nanos };

const million = 1_000_000n;

/**
 * The service fee on `creditsNanos`, charged on top of it: the share rounded to the nearest cent, halves up, and at
 * least the minimum. To the nearest cent and not up, because OpenRouter charges $0.80 on $14.55, where the exact share
 * is $0.80025, and $1.38 on $25.00, where it is $1.375.
 */
export function feeFor(creditsNanos: Nanos, terms: FeeTerms): Nanos {
  const shareNanos = divideFloor(creditsNanos * terms.partsPerMillion, million);
  const nearestCentNanos = divideFloor(shareNanos + nanosPerCent / 2n, nanosPerCent) * nanosPerCent;
  return nearestCentNanos > terms.minNanos ? nearestCentNanos : terms.minNanos;
}

/** The share as text: "5.5%". */
export function feePercent(terms: FeeTerms, formats: Formats): string {
  const whole = terms.partsPerMillion / 10_000n;
  const fraction = (terms.partsPerMillion % 10_000n).toString().padStart(4, "0").replace(/0+$/, "");
  return formats.separated(fraction ? `${whole}.${fraction}%` : `${whole}%`);
}

import { type Prices, tokensPerPrice } from "@/lib/catalog/rules/prices";
import type { Formats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";
import type { GenerationRow } from "./generation-fields";

/** One line of a charge: what was counted, the price of one at that time, and the recorded amount. */
export type ChargeLine = {
  readonly term: string;
  readonly count: number;
  /** "tokens", "images", "request". */
  readonly unit: string;
  /** Null when the price list of the request is not known. */
  readonly price: { readonly nanos: Nanos; readonly per: "1M" | "each" } | null;
  readonly nanos: Nanos;
};

export type Charge = {
  readonly lines: readonly ChargeLine[];
  /** Zero or negative. */
  readonly discountNanos: Nanos;
  /** The sum of the lines and the discount. */
  readonly costNanos: Nanos;
  /** Set when tokens × price is not the charge, and why. */
  readonly note: string | null;
};

type Charged = Pick<
  GenerationRow,
  | "promptTokens"
  | "cachedTokens"
  | "completionTokens"
  | "reasoningTokens"
  | "imageCount"
  | "promptNanos"
  | "cachedNanos"
  | "completionNanos"
  | "reasoningNanos"
  | "requestNanos"
  | "imageNanos"
  | "discountNanos"
  | "costNanos"
  | "status"
  | "cancelled"
>;

/**
 * Explains a charge from the recorded parts and the prices of that time. The lines and the discount add up to the cost
 * to the nano-dollar: each line is tokens × price in whole nano-dollars, and their sum is rounded up once
 * (`catalog/rules/price-usage.ts`).
 */
export function explainCharge(row: Charged, prices: Prices | null): Charge {
  const tokens = (term: string, count: number, each: keyof Prices, nanos: Nanos): ChargeLine => ({
    term,
    count,
    unit: "tokens",
    price: prices && { nanos: prices[each], per: "1M" },
    nanos,
  });
  const pieces = (term: string, unit: string, count: number, line: { each: keyof Prices; nanos: Nanos }) => ({
    term,
    count,
    unit,
    price: prices && { nanos: prices[line.each], per: "each" as const },
    nanos: line.nanos,
  });
  const always = ["Prompt", "Completion"];
  const lines = [
    tokens("Prompt", row.promptTokens - row.cachedTokens, "prompt", row.promptNanos),
    tokens("Cached prompt", row.cachedTokens, "cached", row.cachedNanos),
    tokens("Completion", row.completionTokens - row.reasoningTokens, "completion", row.completionNanos),
    tokens("Reasoning", row.reasoningTokens, "reasoning", row.reasoningNanos),
    pieces("Per request", "request", 1, { each: "request", nanos: row.requestNanos }),
    pieces("Images", "images", row.imageCount, { each: "image", nanos: row.imageNanos }),
  ].filter(
    ({ term, count, nanos }) =>
      nanos !== 0n || always.includes(term) || (term !== "Per request" && count > 0),
  );
  return {
    lines,
    discountNanos: row.discountNanos,
    costNanos: row.costNanos,
    note: noteOf(row, lines),
  };
}

function noteOf(row: Charged, lines: readonly ChargeLine[]): string | null {
  const isPriced = lines.some(({ count, price }) => count > 0 && price !== null && price.nanos > 0n);
  if (row.costNanos > 0n) return null;
  if (row.status >= 400) return "Failed requests are not charged.";
  return isPriced ? "Nothing was charged: the response was empty." : null;
}

/** Whether the lines are tokens × price to less than one nano-dollar each. */
export function isExplained({ lines }: Charge): boolean {
  return lines.every(({ count, price, nanos }) => {
    if (price === null) return false;
    const exact = BigInt(count) * price.nanos * (price.per === "1M" ? 1n : tokensPerPrice);
    const difference = nanos * tokensPerPrice - exact;
    return difference < tokensPerPrice && -difference < tokensPerPrice;
  });
}

/** "1,204 tokens × $0.50/1M" */
export function chargeTerm({ count, unit, price }: ChargeLine, formats: Formats): string {
  const counted = unit === "request" ? "1 request" : `${formats.count(count)} ${unit}`;
  if (price === null) return counted;
  const each = formats.dollars(price.nanos, { exact: true });
  return price.per === "1M" ? `${counted} × ${each}/1M` : `${counted} × ${each}`;
}

/** The whole calculation as text, for copying. */
export function chargeText(charge: Charge, heading: string, formats: Formats): string {
  const amount = (nanos: Nanos) => formats.dollars(nanos, { decimals: 9 });
  const rows: (readonly [string, string])[] = [
    ...charge.lines.map(
      (line) => [`${line.term}: ${chargeTerm(line, formats)}`, amount(line.nanos)] as const,
    ),
    ...(charge.discountNanos === 0n ? [] : [["Logging discount", amount(charge.discountNanos)] as const]),
    ["Total", amount(charge.costNanos)],
  ];
  const width = Math.max(...rows.map(([term]) => term.length));
  const digits = Math.max(...rows.map(([, text]) => text.length));
  return [
    heading,
    ...rows.map(([term, text]) => `${term.padEnd(width)}  ${text.padStart(digits)}`),
    ...(charge.note ? [charge.note] : []),
  ].join("\n");
}

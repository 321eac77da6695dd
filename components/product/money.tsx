import { dollarsText, formatDollars, type Nanos } from "@/lib/kernel/money";

type MoneyProps = {
  readonly nanos: Nanos;
  /** Shows every digit in the text itself, for details and ledgers. */
  readonly exact?: boolean;
  /** Shows additions as "+$10.00", for lists of transactions. */
  readonly signed?: boolean;
  /** The precision of the column, so that its amounts align; see `columnDecimals`. */
  readonly decimals?: number;
  /** Rounds toward zero, for balances and what is left of a limit. */
  readonly floor?: boolean;
  /** Shows zero as "Free", for a price or the cost of a response. */
  readonly free?: boolean;
};

/** A rounded amount; the exact one is shown on hover and in the element's value. */
export function Money({ nanos, signed = false, free = false, ...format }: MoneyProps) {
  const text = formatDollars(nanos, format);
  return (
    <data
      value={dollarsText(nanos)}
      title={formatDollars(nanos, { exact: true })}
      className="tabular whitespace-nowrap"
    >
      {free && nanos === 0n ? "Free" : signed && nanos > 0n ? `+${text}` : text}
    </data>
  );
}

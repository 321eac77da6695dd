import type { Formats } from "@/lib/kernel/format";
import { dollarsText, type Nanos } from "@/lib/kernel/money";

export type MoneyProps = {
  readonly nanos: Nanos;
  /** Shows every digit in the text itself, for details and ledgers. */
  readonly exact?: boolean;
  /** Shows additions as "+$10.00", for lists of transactions. */
  readonly signed?: boolean;
  /** The precision of the column, so that its amounts align; see `columnDecimals`. */
  readonly decimals?: number;
  /** Rounds down, for balances, their changes and what is left of a limit. */
  readonly floor?: boolean;
  /** Shows zero as "Free", for a price or the cost of a response. */
  readonly free?: boolean;
};

/** `Money` in the given formats, for pages that are the same for every viewer. */
export function MoneyText({
  formats,
  nanos,
  signed = false,
  free = false,
  ...format
}: MoneyProps & { readonly formats: Formats }) {
  const text = formats.dollars(nanos, format);
  return (
    <data
      value={dollarsText(nanos)}
      title={formats.dollars(nanos, { exact: true })}
      className="tabular whitespace-nowrap"
    >
      {free && nanos === 0n ? "Free" : signed && nanos > 0n ? `+${text}` : text}
    </data>
  );
}

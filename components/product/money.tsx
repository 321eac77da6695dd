import { dollarsText, formatDollars, type Nanos } from "@/lib/kernel/money";

type MoneyProps = {
  readonly nanos: Nanos;
  /** Shows every digit in the text itself, for details and ledgers. */
  readonly exact?: boolean;
  /** Shows additions as "+$10.00", for lists of transactions. */
  readonly signed?: boolean;
};

/** A rounded amount; the exact one is shown on hover and in the element's value. */
export function Money({ nanos, exact = false, signed = false }: MoneyProps) {
  const text = formatDollars(nanos, { exact });
  return (
    <data
      value={dollarsText(nanos)}
      title={formatDollars(nanos, { exact: true })}
      className="tabular whitespace-nowrap"
    >
      {signed && nanos > 0n ? `+${text}` : text}
    </data>
  );
}

import { dollarsText, formatDollars, type Nanos } from "@/lib/kernel/money";

type MoneyProps = {
  readonly nanos: Nanos;
  /** Every digit in the text itself, for details and ledgers. */
  readonly exact?: boolean;
  /** "+$10.00" for what was added, in lists of movements. */
  readonly signed?: boolean;
};

/** An amount as people read it; the exact value is on hover and in the element's value. */
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

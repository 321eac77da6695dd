import type { Formats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";

/** What a workspace's balance says, and what its rows add up to. */
export type BalanceSums = {
  readonly creditedNanos: Nanos;
  readonly debitedNanos: Nanos;
  /** How many there are. */
  readonly transfers: bigint;
  readonly creditSumNanos: Nanos;
  readonly debitSumNanos: Nanos;
  /** Debited for usage. */
  readonly usageNanos: Nanos;
  /** What the recorded requests cost. */
  readonly recordedNanos: Nanos;
};

/** Whether everything is equal to the nano-dollar. */
export function isProven(sums: BalanceSums): boolean {
  return (
    sums.creditSumNanos === sums.creditedNanos &&
    sums.debitSumNanos === sums.debitedNanos &&
    sums.usageNanos === sums.recordedNanos
  );
}

/** The calculation, as a sentence that can be checked. */
export function sumsText(sums: BalanceSums, formats: Formats): string {
  const exact = (nanos: Nanos) => formats.dollars(nanos, { exact: true });
  const { transfers, creditSumNanos, debitSumNanos, usageNanos } = sums;
  const all =
    transfers === 1n ? "The only ledger entry adds" : `All ${formats.count(transfers)} ledger entries add`;
  const usage =
    usageNanos > 0n ? ` Usage of ${exact(usageNanos)} is exactly what the recorded requests cost.` : "";
  return `${all} up to the balance: ${exact(creditSumNanos)} added − ${exact(debitSumNanos)} used or taken back = ${exact(creditSumNanos - debitSumNanos)}.${usage}`;
}

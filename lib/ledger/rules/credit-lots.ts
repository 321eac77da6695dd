import type { Nanos } from "@/lib/kernel/money";

/** A transfer to or from a wallet that is not usage. */
export type Posting = {
  readonly transferId: string;
  readonly code: string;
  readonly idempotencyKey: string;
  /** Positive into the wallet, negative out of it. */
  readonly amountNanos: Nanos;
  readonly createdAt: Date;
};

/** Credits that came in together, and what is left of them. */
export type CreditLot = {
  /** Key of the transfer that brought them: `purchase:<id>`, `grant:<key>`. */
  readonly key: string;
  readonly code: string;
  readonly createdAt: Date;
  readonly remainingNanos: Nanos;
};

/**
 * The lots of a wallet, oldest first, derived from its postings in order of time. What a refund or a dispute took from a
 * purchase, or returned to it, and what expired, belongs to that lot. Everything else that was debited, usage above all,
 * was taken from the oldest lots first. What remains adds up to the balance, or to zero when it is negative.
 *
 * @param debitedNanos all debits of the wallet, usage included
 */
export function creditLots(postings: readonly Posting[], debitedNanos: Nanos): readonly CreditLot[] {
  const lots = postings
    .filter((posting) => posting.amountNanos > 0n && lotKeyOf(posting) === null)
    .map(({ idempotencyKey: key, code, createdAt, amountNanos }) => ({
      key,
      code,
      createdAt,
      leftNanos: amountNanos,
    }));
  const byKey = new Map(lots.map((lot) => [lot.key, lot]));
  let unassignedNanos = debitedNanos;
  for (const posting of postings) {
    const key = lotKeyOf(posting);
    const lot = key === null ? undefined : byKey.get(key);
    if (key === null) continue;
    if (posting.amountNanos < 0n) {
      if (!lot) continue;
      lot.leftNanos += posting.amountNanos;
      unassignedNanos += posting.amountNanos;
    } else if (lot) lot.leftNanos += posting.amountNanos;
  }
  return lots.map(({ leftNanos, ...lot }) => {
    const usedNanos = leftNanos < unassignedNanos ? leftNanos : unassignedNanos;
    unassignedNanos -= usedNanos;
    return { ...lot, remainingNanos: leftNanos - usedNanos };
  });
}

/** The key of the lot that a transfer belongs to; null for one that is a lot itself, or is taken from the oldest. */
function lotKeyOf({ idempotencyKey }: Posting): string | null {
  const [kind = "", ...rest] = idempotencyKey.split(":");
  if (kind === "reversal") return `purchase:${rest[0] ?? ""}`;
  // `expiry:<key of the lot>:<number>`
  return kind === "expiry" ? rest.slice(0, -1).join(":") : null;
}

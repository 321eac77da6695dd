import type { Nanos } from "@/lib/kernel/money";

export type LedgerAccountKind =
  | "wallet"
  | "stripe_clearing"
  | "usage_revenue"
  | "purchase_fees"
  | "promotions"
  | "corrections"
  | "forfeited";

/** Why money moved. Stored as text, so that history keeps codes that the product no longer uses. */
export type TransferCode =
  | "purchase"
  | "purchase_fee"
  | "usage"
  | "signup_grant"
  | "grant"
  | "correction"
  | "refund"
  | "refund_failed"
  | "dispute"
  | "dispute_won"
  | "forfeit"
  | "expiry"
  /** Expired credits of a purchase that is being refunded or disputed, which takes them. */
  | "expiry_returned";

export type TransferInput = {
  readonly workspaceId: string;
  /** The account that is debited. */
  readonly from: LedgerAccountKind;
  /** The account that is credited. */
  readonly to: LedgerAccountKind;
  /** Positive. */
  readonly amountNanos: Nanos;
  readonly code: TransferCode;
  /** Unique within the workspace. */
  readonly idempotencyKey: string;
  readonly reason?: string | null;
  readonly actorUserId?: string | null;
  /** Counts toward the wallet's total of purchased credits: raises it on a credit, lowers it on a debit. */
  readonly purchased?: boolean;
};

/**
 * The text whose hash distinguishes a replay from a different transfer under the same key. The actor is not part of it.
 * lib/ledger/sql/settle_holds.sql also writes the text of a usage transfer; settle-holds.db.test.ts compares both.
 */
export function transferFingerprint(input: TransferInput): string {
  return JSON.stringify([
    input.from,
    input.to,
    input.amountNanos.toString(),
    input.code,
    input.purchased ?? false,
    input.reason ?? null,
  ]);
}

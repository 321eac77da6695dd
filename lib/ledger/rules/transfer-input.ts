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
  | "dispute"
  | "dispute_won"
  | "forfeit";

export type TransferInput = {
  readonly workspaceId: string;
  /** Account that is debited. */
  readonly from: LedgerAccountKind;
  /** Account that is credited. */
  readonly to: LedgerAccountKind;
  /** Positive. */
  readonly amountNanos: Nanos;
  readonly code: TransferCode;
  /** Unique within the workspace. */
  readonly idempotencyKey: string;
  readonly reason?: string | null;
  readonly actorUserId?: string | null;
  /** Counts in the wallet's total of bought credits: up when it comes in, down when it is taken back. */
  readonly purchased?: boolean;
};

/**
 * The text whose hash tells a replay from another transfer under the same key. Who asked is not part of it. That of a
 * usage transfer is written in lib/ledger/sql/settle_holds.sql, too; settle-holds.db.test.ts compares both.
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

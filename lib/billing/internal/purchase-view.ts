import "server-only";
import type { Nanos } from "@/lib/kernel/money";
import { type PurchaseState } from "../rules/purchase-state";

/** A purchase as its workspace sees it. */
export type PurchaseView = {
  readonly id: string;
  readonly state: PurchaseState;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly totalNanos: Nanos;
  /** Credits that refunds and disputes took back. */
  readonly reversedNanos: Nanos;
  /** "visa 4242" or a kind such as "alipay"; null until known. */
  readonly method: string | null;
  readonly receiptUrl: string | null;
  /** The hosted page, while it can still be paid on. */
  readonly checkoutUrl: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly creditedAt: Date | null;
};

export const purchaseViewFields = {
  id: true,
  state: true,
  creditsNanos: true,
  feeNanos: true,
  reversedNanos: true,
  method: true,
  receiptUrl: true,
  checkoutUrl: true,
  failureCode: true,
  createdAt: true,
  creditedAt: true,
} as const;

export function purchaseView(row: Omit<PurchaseView, "totalNanos">): PurchaseView {
  return {
    ...row,
    totalNanos: row.creditsNanos + row.feeNanos,
    checkoutUrl: row.state === "open" ? row.checkoutUrl : null,
  };
}

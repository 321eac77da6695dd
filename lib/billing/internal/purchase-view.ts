import "server-only";
import { db } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { type PurchaseLabel, purchaseLabel } from "../rules/purchase-label";
import { type PurchaseState } from "../rules/purchase-state";

/** A purchase as shown to its workspace. */
export type PurchaseView = {
  readonly id: string;
  readonly state: PurchaseState;
  readonly label: PurchaseLabel;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly totalNanos: Nanos;
  /** Credits that refunds and disputes took back. */
  readonly reversedNanos: Nanos;
  /** "visa 4242" or a kind such as "alipay"; null until known. */
  readonly method: string | null;
  readonly receiptUrl: string | null;
  /** URL of the hosted page, while it can still be paid. */
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

type Row = Omit<PurchaseView, "totalNanos" | "label">;

/** Converts rows for display, in the same order. Also reads the disputes of purchases that lost credits. */
export async function purchaseViews(workspaceId: string, rows: readonly Row[]): Promise<PurchaseView[]> {
  const reversed = rows.filter(({ reversedNanos }) => reversedNanos > 0n).map(({ id }) => id);
  const disputes =
    reversed.length === 0
      ? []
      : await db().purchaseDispute.findMany({
          where: { workspaceId, purchaseId: { in: reversed } },
          select: { purchaseId: true, status: true },
        });
  return rows.map((row) => ({
    ...row,
    label: purchaseLabel({ ...row, disputes: disputes.filter(({ purchaseId }) => purchaseId === row.id) }),
    totalNanos: row.creditsNanos + row.feeNanos,
    checkoutUrl: row.state === "open" ? row.checkoutUrl : null,
  }));
}

import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { type PurchaseLabel, purchaseLabel } from "@/lib/billing/rules/purchase-label";

export const paymentStates = ["open", "pending", "credited", "failed", "expired"] as const;
export type PaymentState = (typeof paymentStates)[number];

export type PaymentRow = {
  readonly id: string;
  readonly workspaceId: string;
  /** Address of the buyer; null once the account is deleted. */
  readonly email: string | null;
  readonly state: PaymentState;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly totalCents: number;
  readonly refundedCents: number;
  readonly label: PurchaseLabel;
  readonly createdAt: Date;
};

type StoredPayment = Omit<PaymentRow, "label"> & Parameters<typeof purchaseLabel>[0];

/**
 * Purchases of all workspaces, newest first, optionally only those in one state. For operators: the caller checks that
 * before.
 */
export async function listPayments(
  query: { state?: PaymentState; cursor?: string; limit?: number } = {},
): Promise<Page<PaymentRow>> {
  const limit = Math.min(query.limit ?? 50, pageSizeMax);
  const { rows } = await sqlPool().query<StoredPayment>(
    `select p.id, p.workspace_id as "workspaceId", u.email, p.state, p.origin, p.credits_nanos as "creditsNanos",
            p.fee_nanos as "feeNanos", p.total_cents as "totalCents", p.refunded_cents as "refundedCents",
            p.failure_code as "failureCode", p.reversed_nanos as "reversedNanos", p.created_at as "createdAt",
            (select coalesce(jsonb_agg(jsonb_build_object('status', d.status)), '[]') from purchase_disputes d
              where d.purchase_id = p.id) as disputes
     from purchases p left join users u on u.id = p.user_id
     where p.id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       and ($2::purchase_state is null or p.state = $2::purchase_state)
     order by p.id desc limit $3`,
    [query.cursor ?? null, query.state ?? null, limit + 1],
  );
  const page = rows.slice(0, limit).map((row) => ({ ...row, label: purchaseLabel(row) }));
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

import "server-only";
import { type Fact, factRows } from "@/lib/billing/rules/event-facts";
import { purchaseLabel, type PurchaseLabel } from "@/lib/billing/rules/purchase-label";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import type { PaymentState } from "./list-payments";
import { eventColumns, type StripeEventRow } from "./list-stripe-events";

export type PaymentDetail = {
  readonly id: string;
  readonly workspaceId: string;
  /** Address of the buyer; null once the account is deleted. */
  readonly email: string | null;
  readonly state: PaymentState;
  readonly label: PurchaseLabel;
  readonly origin: string;
  readonly failureCode: string | null;
  readonly method: string | null;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly totalCents: number;
  readonly refundedCents: number;
  /** Credits taken back by refunds and disputes. */
  readonly reversedNanos: Nanos;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
  readonly createdAt: Date;
  readonly creditedAt: Date | null;
  readonly checkedAt: Date | null;
  /** When Stripe is asked next; null once the purchase is settled. */
  readonly nextCheckAt: Date | null;
  readonly refunds: readonly Reversal[];
  readonly disputes: readonly Reversal[];
  /** In Stripe's order. */
  readonly events: readonly PaymentEvent[];
};

export type Reversal = {
  readonly id: string;
  readonly amountCents: number;
  readonly status: string;
  readonly createdAt: Date;
};

export type PaymentEvent = StripeEventRow & {
  /** By Stripe's clock. */
  readonly createdAt: Date;
  readonly facts: readonly Fact[];
};

type Row = Omit<PaymentDetail, "label" | "refunds" | "disputes" | "events">;

/**
 * One purchase of any workspace with everything that Stripe said about it, or null. For operators: the caller checks
 * that before.
 */
export async function getPayment(id: string): Promise<PaymentDetail | null> {
  const pool = sqlPool();
  const [purchases, refunds, disputes, events] = await Promise.all([
    pool.query<Row>(
      `select p.id, p.workspace_id as "workspaceId", u.email, p.state, p.origin, p.failure_code as "failureCode", p.method,
              p.credits_nanos as "creditsNanos", p.fee_nanos as "feeNanos", p.total_cents as "totalCents",
              p.refunded_cents as "refundedCents", p.reversed_nanos as "reversedNanos",
              p.checkout_session_id as "sessionId", p.payment_intent_id as "paymentIntentId", p.charge_id as "chargeId",
              p.created_at as "createdAt", p.credited_at as "creditedAt", p.checked_at as "checkedAt",
              case when p.state in ('open', 'pending') then p.next_check_at end as "nextCheckAt"
       from purchases p left join users u on u.id = p.user_id where p.id = $1`,
      [id],
    ),
    pool.query<Reversal>(
      `select ${reversalColumns} from purchase_refunds where purchase_id = $1 order by created_at, id`,
      [id],
    ),
    pool.query<Reversal>(
      `select ${reversalColumns} from purchase_disputes where purchase_id = $1 order by created_at, id`,
      [id],
    ),
    pool.query<Omit<PaymentEvent, "facts"> & { readonly facts: unknown }>(
      `select ${eventColumns}, created_at as "createdAt", facts from stripe_events
       where purchase_id = $1 order by created_at, received_at, id limit ${eventsMax}`,
      [id],
    ),
  ]);
  const [purchase] = purchases.rows;
  if (!purchase) return null;
  return {
    ...purchase,
    label: purchaseLabel({ ...purchase, disputes: disputes.rows }),
    refunds: refunds.rows,
    disputes: disputes.rows,
    events: events.rows.map((event) => ({ ...event, facts: factRows(event.facts) })),
  };
}

/** Far more than a payment has. */
const eventsMax = 200;

const reversalColumns = `id, amount_cents as "amountCents", status, created_at as "createdAt"`;

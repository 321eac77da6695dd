import "server-only";
import type { PoolClient } from "pg";
import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import {
  type ComparedPurchase,
  type DriftRow,
  driftOfPurchase,
  type ReconciliationCheck,
} from "../rules/reconciliation-result";

/** Rows that a check names; the others are only counted. */
export const rowsMax = 100;

/** Events take this long to be applied here after money moved at Stripe. */
const settleMs = msPerHour;
/** Stripe's balance shows a payment, a refund or a returned dispute this long after the ledger does. */
const graceMs = msPerDay;

/**
 * What moved between Stripe's account and the workspaces, by the purchase that the key of the transfer names. Amounts
 * are positive when Stripe holds more for us.
 */
const posted = `
  clearing as (select id from ledger_accounts where kind = 'stripe_clearing' and workspace_id is null),
  moved as (
    select m.* from (
      select t.id, t.workspace_id, t.code, t.created_at, t.amount_nanos as nanos, split_part(t.idempotency_key, ':', 2) as purchase
        from transfers t where t.debit_account_id = (select id from clearing)
      union all
      select t.id, t.workspace_id, t.code, t.created_at, -t.amount_nanos, split_part(t.idempotency_key, ':', 2)
        from transfers t where t.credit_account_id = (select id from clearing)
    ) m
    where not exists (select from purged_billing g where g.workspace_id = m.workspace_id)
  ),
  posted as (
    select workspace_id, purchase, sum(nanos) as nanos,
           coalesce(sum(nanos) filter (where code = 'purchase'), 0) as credits,
           coalesce(sum(nanos) filter (where code = 'purchase_fee'), 0) as fee,
           coalesce(-sum(nanos) filter (where code not in ('purchase', 'purchase_fee')), 0) as reversed,
           max(created_at) as last_at,
           max(created_at) filter (where code not in ('purchase', 'purchase_fee')) as reversed_at,
           min(id::text) as first_id
      from moved group by 1, 2
  )`;

const nanosPerCent = "10000000::numeric";

type Snapshot = { readonly client: PoolClient; readonly queryMsMax: number };
type Counted = { readonly drift: Nanos; readonly count: number };

/**
 * Compares each purchase, its refunds and its disputes with the transfers that they caused, and names transfers that
 * belong to no purchase.
 */
export async function compareTransfers(snapshot: Snapshot): Promise<ReconciliationCheck> {
  type Row = Omit<DriftRow, "kind"> & Counted;
  const rows = await readRows<Row>(
    snapshot,
    `with ${posted},
      due as (
        select p.id, p.workspace_id, case when p.state = 'credited' then p.credits_nanos else 0 end as credits,
               case when p.state = 'credited' then p.fee_nanos else 0 end as fee,
               case when p.state = 'credited'
                    then least((p.refunded_cents + coalesce(d.cents, 0)) * ${nanosPerCent}, p.credits_nanos + p.fee_nanos)
                    else 0 end as reversed
          from purchases p
          left join (select purchase_id, sum(amount_cents) as cents from purchase_disputes
                      where status in ('open', 'lost') group by 1) d on d.purchase_id = p.id
      ),
      compared as (
        select coalesce(due.id::text, posted.first_id) as id, due.id::text as purchase_id,
               coalesce(due.workspace_id, posted.workspace_id)::text as workspace_id,
               coalesce(posted.nanos, 0) as ledger, coalesce(due.credits + due.fee - due.reversed, 0) as other,
               abs(coalesce(due.credits, 0) - coalesce(posted.credits, 0))
                 + abs(coalesce(due.fee, 0) - coalesce(posted.fee, 0))
                 + abs(coalesce(due.reversed, 0) - coalesce(posted.reversed, 0)) as drift
          from due full join posted on posted.purchase = due.id::text and posted.workspace_id = due.workspace_id
      )
      select id, purchase_id as "purchaseId", workspace_id as "workspaceId", ledger::bigint as "ledgerNanos",
             other::bigint as "otherNanos", drift::bigint as "driftNanos",
             (sum(drift) over ())::bigint as drift, (count(*) over ())::int as count
      from compared where drift > 0 or (purchase_id is null and ledger <> 0)
      order by compared.drift desc, id limit ${rowsMax}`,
  );
  return checkOf("purchases", rows, ({ drift: _drift, count: _count, ...row }) => ({
    ...row,
    kind: row.purchaseId === null ? ("orphan" as const) : ("wrong_transfers" as const),
  }));
}

/**
 * Compares what the ledger says that Stripe holds of each purchase with Stripe's balance transactions, which were read
 * up to `through`. What happened too recently to be on both sides is left for a later run.
 */
export async function compareBalance(
  snapshot: Snapshot,
  at: { readonly now: Date; readonly through: Date },
): Promise<ReconciliationCheck> {
  const settled = new Date(at.now.getTime() - settleMs);
  const listed = new Date(Math.min(at.now.getTime(), at.through.getTime()) - graceMs);
  const purchases = await readRows<ComparedPurchase & Counted>(snapshot, purchasesQuery, [settled, listed]);
  const payments = await readRows<UnknownPayment & Counted>(snapshot, unknownQuery, [settled]);
  const known = checkOf("stripe", purchases, driftOfPurchase);
  const unknown = checkOf("stripe", payments, driftOfUnknown);
  return {
    name: "stripe",
    driftNanos: known.driftNanos + unknown.driftNanos,
    count: known.count + unknown.count,
    rows: [...unknown.rows, ...known.rows].slice(0, rowsMax),
  };
}

/** A payment that an operator has closed is settled outside of the product. */
const counted = `not exists (
  select from unmatched_payments u where u.payment_intent_id = b.payment_intent_id and u.state = 'resolved')`;

/** Tax is not in the ledger: Stripe holds it beside credits and fee, and a refund returns it last. */
const taxHeld = `greatest(p.tax_cents - greatest(p.refunded_cents + coalesce((
  select sum(d.amount_cents) from purchase_disputes d
   where d.purchase_id = p.id and d.status in ('open', 'lost')), 0) - p.total_cents, 0), 0) * ${nanosPerCent}`;

const purchasesQuery = `with ${posted},
  balance as (
    select b.purchase_id, coalesce(sum(b.amount_cents) filter (where b.currency = 'usd'), 0) * ${nanosPerCent} as nanos,
           coalesce(sum(b.amount_cents) filter (where b.currency <> 'usd'), 0) * ${nanosPerCent} as other,
           bool_or(b.type in ('charge', 'payment')) as has_charge,
           max(b.created_at) as last_at,
           coalesce(array_agg(distinct b.source_id) filter (where b.type not in ('charge', 'payment')
             and not exists (select from purchase_refunds r where r.id = b.source_id)
             and not exists (select from purchase_disputes d where d.id = b.source_id)), '{}') as unknown_ids
      from stripe_balance_transactions b where b.purchase_id is not null and ${counted} group by 1
  ),
  pending as (
    select r.purchase_id, sum(r.amount_cents) * ${nanosPerCent} as nanos from purchase_refunds r
     where r.status = 'pending' and not exists (
       select from stripe_balance_transactions b where b.purchase_id = r.purchase_id and b.source_id = r.id)
     group by 1
  ),
  compared as (
    select p.id, p.workspace_id, p.payment_intent_id,
           coalesce(posted.nanos, 0) + coalesce(pending.nanos, 0) + ${taxHeld} as ledger,
           coalesce(balance.nanos, 0) as nanos, coalesce(balance.other, 0) as other,
           coalesce(balance.has_charge, false) as has_charge,
           coalesce(balance.unknown_ids, '{}') as unknown_ids,
           coalesce(balance.last_at, '-infinity') as last_at, coalesce(posted.last_at, '-infinity') as posted_at,
           coalesce(posted.reversed_at, '-infinity') as reversed_at
      from purchases p
      left join posted on posted.purchase = p.id::text and posted.workspace_id = p.workspace_id
      left join balance on balance.purchase_id = p.id
      left join pending on pending.purchase_id = p.id
  )
  select id as "purchaseId", workspace_id as "workspaceId", payment_intent_id as "paymentIntentId",
         ledger::bigint as "ledgerNanos", (nanos + other)::bigint as "stripeNanos",
         greatest(abs(ledger - nanos), abs(other))::bigint as "driftNanos", has_charge as "hasCharge",
         other <> 0 as "hasOtherCurrency", unknown_ids as "unknownIds",
         (sum(greatest(abs(ledger - nanos), abs(other))) over ())::bigint as drift, (count(*) over ())::int as count
    from compared
   where (ledger <> nanos or other <> 0)
     and last_at < $1 and posted_at < $1 and (has_charge or posted_at < $2) and reversed_at < $2
   order by greatest(abs(ledger - nanos), abs(other)) desc, id limit ${rowsMax}`;

type UnknownPayment = {
  readonly id: string;
  readonly workspaceId: string | null;
  readonly stripeNanos: Nanos;
};

const unknownQuery = `
  with unknown as (
    select coalesce(b.payment_intent_id, b.source_id) as id,
           sum(b.amount_cents) * ${nanosPerCent} as nanos, max(b.created_at) as last_at
      from stripe_balance_transactions b where b.purchase_id is null and ${counted} group by 1
  )
  select unknown.id, u.workspace_id as "workspaceId", nanos::bigint as "stripeNanos",
         (sum(abs(nanos)) over ())::bigint as drift, (count(*) over ())::int as count
    from unknown left join unmatched_payments u on u.payment_intent_id = unknown.id
   where nanos <> 0 and last_at < $1 order by abs(nanos) desc, unknown.id limit ${rowsMax}`;

function driftOfUnknown({ id, workspaceId, stripeNanos }: UnknownPayment): DriftRow {
  const driftNanos = stripeNanos < 0n ? -stripeNanos : stripeNanos;
  const amounts = { ledgerNanos: 0n, otherNanos: stripeNanos, driftNanos };
  return { kind: "missing", id, purchaseId: null, workspaceId, ...amounts };
}

async function readRows<Row extends object>(
  { client, queryMsMax }: Snapshot,
  text: string,
  values: readonly Date[] = [],
): Promise<readonly Row[]> {
  const query = { text, values: [...values], query_timeout: queryMsMax };
  return (await client.query<Row>(query)).rows;
}

function checkOf<Row extends Counted>(
  name: ReconciliationCheck["name"],
  rows: readonly Row[],
  describe: (row: Row) => DriftRow,
): ReconciliationCheck {
  const { drift = 0n, count = 0 } = rows[0] ?? {};
  return { name, driftNanos: drift, count, rows: rows.map(describe) };
}

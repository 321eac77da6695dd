import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import { listPages, readSpans } from "../internal/list-pages";
import { patience, stripe } from "../internal/stripe-client";
import { readThrough, readUnfinished, saveThrough, saveUnfinished } from "../internal/sweep-progress";
import {
  type BalanceTransaction,
  type PurchaseIds,
  purchaseOf,
  readBalanceTransaction,
} from "../rules/balance-transaction";

/** Read again by each reading, for transactions that Stripe listed late. */
const overlapMs = msPerHour;
const spanMs = msPerDay;
/** Most pages of one run, of a hundred transactions each; the next one continues. */
const runPagesMax = 300;

export type ReadBalance = {
  readonly through: Date;
  readonly isComplete: boolean;
  readonly read: number;
  readonly foreign: number;
};

/**
 * Copies Stripe's balance transactions about this product's payments, from the first purchase to now, a bounded number
 * in each run. Safe to repeat. Throws when Stripe does not respond.
 */
export async function readBalance(
  now: Date,
  limits: { readonly pagesMax?: number; readonly spanPagesMax?: number } = {},
): Promise<ReadBalance> {
  const toMs = now.getTime();
  const stopped = await readUnfinished("balance");
  const started = (await readThrough("balance")) ?? (await firstPurchaseAt());
  const totals = { read: 0, foreign: 0 };
  const fromMs = stopped?.getTime() ?? (started?.getTime() ?? toMs) - overlapMs;
  let span: readonly unknown[] = [];
  const { throughMs, isComplete } = await readSpans(
    { fromMs, toMs, spanMs, pagesMax: runPagesMax, ...limits },
    async (created, pagesMax) => {
      const listed: unknown[] = [];
      const page = await listPages(
        pagesMax,
        (query) =>
          stripe().balanceTransactions.list({ created, expand: ["data.source"], ...query }, patience),
        (transactions) => void listed.push(...transactions),
      );
      span = listed;
      return page;
    },
    async (through) => {
      await store(span.toReversed(), totals);
      await saveUnfinished("balance", through);
    },
  );
  if (isComplete) await saveThrough("balance", new Date(throughMs));
  return { through: new Date(throughMs), isComplete, ...totals };
}

async function firstPurchaseAt(): Promise<Date | null> {
  const { rows } = await sqlPool().query<{ at: Date | null }>("select min(created_at) as at from purchases");
  return rows[0]?.at ?? null;
}

/** Oldest first, so that a payment is known before its refunds. */
async function store(listed: readonly unknown[], totals: { read: number; foreign: number }): Promise<void> {
  const transactions = listed.map(readBalanceTransaction).filter((each) => each !== null);
  totals.read += listed.length;
  const known = await readKnown(transactions);
  const own: (BalanceTransaction & { readonly purchaseId: string | null })[] = [];
  for (const transaction of transactions) {
    const { paymentIntentId, payer } = transaction;
    const copied = paymentIntentId === null ? undefined : known.payments.get(paymentIntentId);
    const purchaseId = purchaseOf(transaction, known.purchases) ?? copied ?? null;
    const isOwn =
      purchaseId !== null ||
      copied !== undefined ||
      payer.isNamed ||
      (payer.customerId !== null && known.customers.has(payer.customerId));
    if (!isOwn) continue;
    if (paymentIntentId !== null) known.payments.set(paymentIntentId, purchaseId);
    own.push({ ...transaction, purchaseId });
  }
  totals.foreign += listed.length - own.length;
  await insert(own);
}

async function readKnown(transactions: readonly BalanceTransaction[]) {
  const ids = (pick: (each: BalanceTransaction) => string | null) => [
    ...new Set(transactions.map(pick).filter((id) => id !== null)),
  ];
  const intents = ids((each) => each.paymentIntentId);
  const [purchases, copied, customers] = await Promise.all([
    sqlPool().query<PurchaseIds>(
      `select id, payment_intent_id as "paymentIntentId", charge_id as "chargeId" from purchases
       where id = any($1::uuid[]) or payment_intent_id = any($2) or charge_id = any($3)`,
      [ids((each) => each.namedPurchaseId), intents, ids((each) => each.chargeId)],
    ),
    sqlPool().query<{ intent: string; purchaseId: string | null }>(
      `select payment_intent_id as intent, purchase_id as "purchaseId" from stripe_balance_transactions
        where payment_intent_id = any($1)
       union all select payment_intent_id, null from unmatched_payments where payment_intent_id = any($1)`,
      [intents],
    ),
    sqlPool().query<{ id: string }>(
      "select customer_id as id from stripe_customers where customer_id = any($1)",
      [ids((each) => each.payer.customerId)],
    ),
  ]);
  return {
    purchases: purchases.rows,
    payments: new Map(copied.rows.map(({ intent, purchaseId }) => [intent, purchaseId])),
    customers: new Set(customers.rows.map(({ id }) => id)),
  };
}

async function insert(
  rows: readonly (BalanceTransaction & { readonly purchaseId: string | null })[],
): Promise<void> {
  if (rows.length === 0) return;
  const { rowCount } = await sqlPool().query(
    `insert into stripe_balance_transactions
       (id, type, source_id, payment_intent_id, purchase_id, amount_cents, currency, created_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::text[], $8::timestamptz[])
     on conflict (id) do update set purchase_id = excluded.purchase_id
       where stripe_balance_transactions.purchase_id is distinct from excluded.purchase_id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ type }) => type),
      rows.map(({ sourceId }) => sourceId),
      rows.map(({ paymentIntentId }) => paymentIntentId),
      rows.map(({ purchaseId }) => purchaseId),
      rows.map(({ amountCents }) => amountCents),
      rows.map(({ currency }) => currency),
      rows.map(({ createdAt }) => createdAt),
    ],
  );
  if (rowCount) log().debug({ count: rowCount }, "balance transactions of stripe copied");
}

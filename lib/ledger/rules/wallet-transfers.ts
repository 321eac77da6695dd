/**
 * Parts of statements about a workspace's wallet, whose id is `$1`: the transfers `t` that its account `a` has a side in.
 */
export const walletTransfers = `from transfers t join ledger_accounts a on a.kind = 'wallet' and a.workspace_id = t.workspace_id
  where t.workspace_id = $1 and a.id in (t.debit_account_id, t.credit_account_id)`;

/** Only those other than usage, from an index that contains no others (transfers_postings). */
export const walletPostings = `${walletTransfers} and t.code <> 'usage'`;

/** Positive when the wallet was credited. */
export const walletAmount =
  "case when t.credit_account_id = a.id then t.amount_nanos else -t.amount_nanos end";

/** The purchase that a transfer credits or takes back: their keys are "purchase:{id}" and "reversal:{id}:{event}". */
export const purchaseOfTransfer =
  "case when t.code in ('purchase', 'refund', 'refund_failed', 'dispute', 'dispute_won') then split_part(t.idempotency_key, ':', 2) end";

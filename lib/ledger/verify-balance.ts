import "server-only";
import { log } from "@/lib/config/log";
import { unhurried } from "@/lib/db/client";
import { isStatementTimeout } from "@/lib/db/database-errors";
import type { Actor } from "@/lib/kernel/actor";
import { present } from "@/lib/kernel/assert";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { type BalanceSums, isProven } from "./rules/balance-sums";

const statementMsMax = 10_000;

type Verified = Outcome<BalanceSums, "differs" | "timeout">;

/** Workspaces that are being added up in this process: all who ask meanwhile get the same result. */
const running = new Map<string, Promise<Verified>>();

/**
 * Adds up every transfer of the workspace again and compares the sums with its balance, and what it was debited for usage
 * with the cost of its recorded requests, all in one snapshot. `differs` is logged for the operator, whose hourly
 * reconciliation and daily verification find it as well. `timeout` after ten seconds: tens of millions of transfers.
 */
export function verifyBalance({ workspaceId }: Actor): Promise<Verified> {
  const shared = running.get(workspaceId);
  if (shared) return shared;
  const verifying = addUp(workspaceId).finally(() => running.delete(workspaceId));
  running.set(workspaceId, verifying);
  return verifying;
}

async function addUp(workspaceId: string): Promise<Verified> {
  try {
    const sums = await unhurried(statementMsMax, async (client, queryMsMax) => {
      const query = { text, values: [workspaceId], query_timeout: queryMsMax };
      const { rows } = await client.query<BalanceSums>(query);
      return present(rows[0], "wallet");
    });
    if (isProven(sums)) return ok(sums);
    log().error({ event: "balance_differs", workspaceId }, "a balance is not the sum of its transfers");
    return fail("differs", {
      message:
        "The transactions don't add up to the balance, or usage differs from what the requests cost. The operator has been informed. No credits were changed.",
    });
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    return fail("timeout", {
      message:
        "There are too many transactions to add up in 10 seconds. They are verified once a day with the whole ledger.",
    });
  }
}

const text = `
  select w.credited_nanos as "creditedNanos", w.debited_nanos as "debitedNanos",
         t.transfers, t.credits as "creditSumNanos", t.debits as "debitSumNanos", t.usage as "usageNanos",
         (u.nanos + d.nanos)::bigint as "recordedNanos"
    from wallets w
    join ledger_accounts a on a.kind = 'wallet' and a.workspace_id = w.workspace_id
    cross join lateral (
      select count(*) as transfers,
             coalesce(sum(amount_nanos) filter (where credit_account_id = a.id), 0)::bigint as credits,
             coalesce(sum(amount_nanos) filter (where debit_account_id = a.id), 0)::bigint as debits,
             coalesce(sum(amount_nanos) filter (where debit_account_id = a.id and code = 'usage'), 0)::bigint as usage
        from transfers where workspace_id = w.workspace_id) t
    cross join lateral (
      select coalesce(sum(cost_nanos), 0) as nanos from usage_days where workspace_id = w.workspace_id) u
    cross join lateral (
      select coalesce(sum(cost_nanos), 0) as nanos from usage_deltas where workspace_id = w.workspace_id) d
   where w.workspace_id = $1`;

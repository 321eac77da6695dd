import "server-only";
import { sqlPool } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";

export type UsageTotal = {
  /** What requests cost, of all time. */
  readonly usedNanos: Nanos;
  /** Everything else that was given and taken: purchases and grants less refunds and disputes. */
  readonly receivedNanos: Nanos;
};

/**
 * The balance as what came and what was used for requests: `receivedNanos` less `usedNanos` is the balance. Every settled
 * request is on its key's meter, which outlives the key; the wallet's own debits hold refunds as well.
 */
export async function getUsageTotal(workspaceId: string): Promise<UsageTotal> {
  const { rows } = await sqlPool().query<{ balance: Nanos; used: Nanos }>(
    `select w.credited_nanos - w.debited_nanos as balance,
            (select coalesce(sum(m.used_nanos), 0)::bigint from meters m
              where m.workspace_id = w.workspace_id and m.kind = 'key') as used
       from wallets w where w.workspace_id = $1`,
    [workspaceId],
  );
  const { balance, used } = present(rows[0], "wallet");
  return { usedNanos: used, receivedNanos: balance + used };
}

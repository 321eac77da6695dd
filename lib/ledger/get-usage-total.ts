import "server-only";
import { sqlPool } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";

export type UsageTotal = {
  /** All-time cost of requests. */
  readonly usedNanos: Nanos;
  /** All other credits and debits: purchases and grants minus refunds and disputes. */
  readonly receivedNanos: Nanos;
};

/**
 * Splits the balance into credits received and usage: `receivedNanos` minus `usedNanos` is the balance. Usage is read
 * from meters: every settled request is on its key's meter, which outlives the key, while the wallet's debits also
 * include refunds.
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

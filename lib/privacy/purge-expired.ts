import "server-only";
import { leaveExpiryReceipts } from "@/lib/activity/partitions/leave-expiry-receipts";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { msPerDay } from "@/lib/kernel/clock";
import { byWorkspace, deleteContent, rowsIn } from "./internal/delete-content";

/** Stored content older than $2 days, of workspaces that keep it for ninety days ($1) or of all others. */
const storedContent = `
  left join privacy_settings s on s.workspace_id = l.workspace_id
  where (coalesce(s.retention, 'd30') = 'd90') = $1 and l.created_at < now() - make_interval(days => $2)`;

/**
 * All data with a fixed retention, except request rows (whose partitions `lib/activity` drops), stored content, and the
 * data that `lib/accounts` and `lib/mail` purge themselves. The database's clock decides, so that processes with
 * different clocks agree. Every statement states one rule and its source.
 */
const rules = [
  // A mark of lost content stays for the longest time that the content could have been kept.
  {
    subject: "lost_contents",
    sql: `delete from lost_contents where ctid = any (array(
            select ctid from lost_contents where created_at < now() - interval '90 days' limit $1))`,
  },
  // Charts read quarter-hours for ranges within the last 35 days.
  {
    subject: "usage_quarter_hours",
    sql: `delete from usage_quarter_hours where ctid = any (array(
            select ctid from usage_quarter_hours where quarter_hour < now() - interval '36 days' limit $1))`,
  },
  {
    subject: "free_request_counts",
    sql: `delete from free_request_counts where ctid = any (array(
            select ctid from free_request_counts where window_start < now() - interval '2 days' limit $1))`,
  },
  {
    subject: "rate_limits",
    sql: bounded("rate_limits", "key", "expire is not null and expire < extract(epoch from now()) * 1000"),
  },
] as const;

function bounded(table: string, key: string, condition: string): string {
  return `delete from ${table} t using (select ${key} from ${table} where ${condition} limit $1) old where t.${key} = old.${key}`;
}

/**
 * Removes expired data in bounded batches. Stored content belongs to a workspace: each workspace gets a receipt, in the
 * transaction that removes it. The rest identifies no one and is only counted.
 */
export async function purgeExpired(): Promise<{ subject: string; rows: number }[]> {
  const content = (await purgeStoredContent(30)) + (await purgeStoredContent(90));
  const purged = [{ subject: "prompt_logs", rows: content }];
  for (const { subject, sql } of rules) purged.push({ subject, rows: await inBatches(sql) });
  return purged.filter(({ rows }) => rows > 0);
}

async function purgeStoredContent(days: 30 | 90): Promise<number> {
  const { rows } = await deleteInBatches(() =>
    sqlTransaction(async (client) => {
      const deleted = await deleteContent(client, storedContent, [days === 90, days]);
      const cutoff = new Date(Date.now() - days * msPerDay);
      const lost = byWorkspace(deleted);
      await leaveExpiryReceipts(client, { subject: "prompt_logs_expired", cutoff, lost });
      return rowsIn(deleted);
    }),
  );
  return rows;
}

async function inBatches(statement: string): Promise<number> {
  const { rows } = await deleteInBatches(
    async (size) => (await sqlPool().query(statement, [size])).rowCount ?? 0,
  );
  return rows;
}

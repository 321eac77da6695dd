import "server-only";
import { uuidv7 } from "uuidv7";
import { db, sqlPool } from "@/lib/db/client";

const batchSize = 5_000;
const batchesMax = 400;

/**
 * What is kept for a time and for no longer, apart from request rows (whose leaves `lib/activity` drops) and from what
 * `lib/accounts` and `lib/mail` remove of their own. The database's clock decides, so that processes with other clocks
 * agree. Every statement names one rule and its source.
 */
const rules = [
  // Stored content follows the workspace's retention (P3, P6).
  {
    subject: "prompt_logs",
    sql: `delete from prompt_logs p using (
            select l.workspace_id, l.generation_id from prompt_logs l
            left join privacy_settings s on s.workspace_id = l.workspace_id
            where l.created_at < now() - case coalesce(s.retention, 'd30') when 'd90' then interval '90 days' else interval '30 days' end
            limit ${batchSize}
          ) old where p.workspace_id = old.workspace_id and p.generation_id = old.generation_id`,
  },
  // That content is missing is told for as long as the content could have been kept at most.
  {
    subject: "lost_contents",
    sql: `delete from lost_contents where ctid = any (array(
            select ctid from lost_contents where created_at < now() - interval '90 days' limit ${batchSize}))`,
  },
  // Quarter-hours serve ranges of at least 35 days (performance.md).
  {
    subject: "usage_quarters",
    sql: `delete from usage_quarters where ctid = any (array(
            select ctid from usage_quarters where quarter < now() - interval '36 days' limit ${batchSize}))`,
  },
  {
    subject: "free_request_counts",
    sql: `delete from free_request_counts where ctid = any (array(
            select ctid from free_request_counts where window_start < now() - interval '2 days' limit ${batchSize}))`,
  },
  {
    subject: "rate_limits",
    sql: bounded("rate_limits", "key", "expire is not null and expire < extract(epoch from now()) * 1000"),
  },
] as const;

function bounded(table: string, key: string, condition: string): string {
  return `delete from ${table} t using (select ${key} from ${table} where ${condition} limit ${batchSize}) old where t.${key} = old.${key}`;
}

/** Removes what has passed its time, in bounded batches, and leaves one receipt for each subject that lost rows. */
export async function purgeExpired(): Promise<{ subject: string; rows: number }[]> {
  const purged: { subject: string; rows: number }[] = [];
  for (const { subject, sql } of rules) {
    const rows = await inBatches(sql);
    if (rows === 0) continue;
    purged.push({ subject, rows });
    await db().purgeReceipt.create({
      data: { id: uuidv7(), subject, cutoff: new Date(), rows: BigInt(rows) },
    });
  }
  return purged;
}

async function inBatches(statement: string): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const { rowCount } = await sqlPool().query(statement);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) break;
  }
  return total;
}

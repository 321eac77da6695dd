import "server-only";
import { env } from "@/lib/config/env";
import { sqlPool } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { confirmDays } from "./rules/clocks";

/**
 * Removes requests that were not confirmed within a week, and those that were closed longer ago than records of requests
 * are kept (`DATA_REQUEST_RETENTION_MONTHS`), with their logs. Returns how many.
 */
export async function purgeRequests(
  clock: Clock = systemClock,
): Promise<{ readonly unconfirmed: number; readonly closed: number }> {
  const now = clock();
  const unconfirmedBefore = new Date(now.getTime() - confirmDays * msPerDay);
  const unconfirmed = await removeWhere(
    "state = 'unconfirmed' and received_at < $1::timestamptz",
    unconfirmedBefore,
  );
  const months = env().dataRequestRetentionMonths;
  const closed = await removeWhere(`closed_at < $1::timestamptz - interval '${months} months'`, now);
  return { unconfirmed, closed };
}

async function removeWhere(condition: string, at: Date): Promise<number> {
  const { rows } = await deleteInBatches(async (size) => {
    const { rowCount } = await sqlPool().query(
      `delete from data_requests where id in (select id from data_requests where ${condition} limit $2)`,
      [at, size],
    );
    return rowCount ?? 0;
  });
  return rows;
}

import { setTimeout as sleep } from "node:timers/promises";
import { sqlPool } from "@/lib/db/client";

/** Waits until this many connections of the test's database wait for a lock. Throws if that does not happen. */
export async function untilWaitingForLock(count = 1): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const { rows } = await sqlPool().query<{ waiting: bigint }>(
      "select count(*) as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if ((rows[0]?.waiting ?? 0n) >= count) return;
    await sleep(5);
  }
  throw new Error(`no ${count} connections came to wait for a lock`);
}

/**
 * Waits until no other connection of the test's database is in a statement or transaction, and no statement of this
 * process waits for a connection, within ten seconds. A connection that is still being made counts as busy.
 */
export async function untilOthersAreIdle(): Promise<void> {
  const deadline = Date.now() + 10_000;
  let timesIdle = 0;
  while (Date.now() < deadline) {
    const pool = sqlPool();
    const isPoolIdle = pool.waitingCount === 0 && pool.totalCount === pool.idleCount;
    const { rows } = await pool.query<{ idle: boolean }>(
      `select not exists (
         select from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
           and state is distinct from 'idle') as idle`,
    );
    timesIdle = isPoolIdle && rows[0]?.idle ? timesIdle + 1 : 0;
    // Between two statements of what runs beside a request, all is idle for a moment.
    if (timesIdle === 2) return;
    await sleep(5);
  }
  throw new Error("other connections did not become idle");
}

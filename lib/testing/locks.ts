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

/** Waits until no other connection of the test's database is in a statement or transaction, within ten seconds. */
export async function untilOthersAreIdle(): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const { rows } = await sqlPool().query<{ idle: boolean }>(
      `select not exists (
         select from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle') as idle`,
    );
    if (rows[0]?.idle) return;
    await sleep(5);
  }
  throw new Error("other connections did not become idle");
}

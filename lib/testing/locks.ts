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

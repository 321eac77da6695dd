import { uuidv7 } from "uuidv7";
import pg from "pg";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { type HoldPatience, type HoldRequest, takeHold } from "@/lib/ledger/holds/take-hold";
import { createWorkspace } from "./factories";
import { createSpendingKey } from "./generations";

export type Spender = { readonly workspaceId: string; readonly keyId: string };

/** A workspace with credits and one key, optionally with a limit. */
export async function createSpender(options: { credits: Nanos; limitNanos?: Nanos }): Promise<Spender> {
  const { workspaceId } = await createWorkspace({ credits: options.credits });
  const { limitNanos } = options;
  const keyId = await createSpendingKey(workspaceId, limitNanos === undefined ? {} : { limitNanos });
  return { workspaceId, keyId };
}

/** A hold of the amount, all or nothing unless `parts` differ, under the first versions of key and settings. */
export function hold(
  spender: Spender,
  amountNanos: Nanos,
  parts: Partial<HoldRequest & HoldPatience> = {},
): ReturnType<typeof takeHold> {
  const { deadlineMs = 10_000, signal = null, ...request } = parts;
  return takeHold(
    {
      holdId: uuidv7(),
      ...spender,
      meterIds: [spender.keyId],
      amountNanos,
      minimumNanos: amountNanos,
      excessNanos: 0n,
      keyVersion: 0n,
      privacyVersion: 0n,
      ...request,
    },
    { deadlineMs, signal },
  );
}

/** The amount granted to each, or the code of its rejection. */
export function wordsOf(results: readonly Awaited<ReturnType<typeof takeHold>>[]): (Nanos | string)[] {
  return results.map((one) => (one.ok ? one.value.grantedNanos : one.code));
}

/** A workspace's held amount by its wallet, its meters and its open holds. */
export async function heldOf(
  workspaceId: string,
): Promise<{ wallet: Nanos; meters: Nanos; holds: Nanos; excess: Nanos } | undefined> {
  const { rows } = await sqlPool().query<{ wallet: Nanos; meters: Nanos; holds: Nanos; excess: Nanos }>(
    `select held_nanos as wallet, excess_nanos as excess,
       (select coalesce(sum(held_nanos), 0)::bigint from meters m where m.workspace_id = w.workspace_id) as meters,
       (select coalesce(sum(amount_nanos), 0)::bigint from holds h where h.workspace_id = w.workspace_id and state = 'held') as holds
     from wallets w where workspace_id = $1`,
    [workspaceId],
  );
  return rows[0];
}

/** Resolves when the condition is true. Checks every few milliseconds and gives up after ten seconds. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const patienceMs = 10_000;
  const started = performance.now();
  while (!(await condition())) {
    if (performance.now() - started > patienceMs) throw new Error("the awaited state did not come about");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Resolves when a workspace's lane waits for a lock. */
export function untilLaneWaits(): Promise<void> {
  return until(async () => {
    const { rows } = await sqlPool().query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and application_name = 'counterfoil lane'`,
    );
    return rows.length > 0;
  });
}

/** Locks a wallet on a separate connection, and raises its held amount until `end`. */
export async function lockWallet(
  workspaceId: string,
  heldNanos: Nanos = 0n,
): Promise<{ release(): Promise<void>; end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const raise = (nanos: Nanos) =>
    client.query("update wallets set held_nanos = held_nanos + $2 where workspace_id = $1", [
      workspaceId,
      nanos,
    ]);
  await client.query("begin");
  await raise(heldNanos);
  return {
    /** Commits, so that other transactions continue and see the held amount. */
    release: async () => void (await client.query("commit")),
    /** Lowers the held amount again. */
    end: async () => {
      if (heldNanos > 0n) await raise(-heldNanos);
      await client.end();
    },
  };
}

import "server-only";
import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { msPerDay } from "@/lib/kernel/clock";
import { type Nanos, nanosPerDollar } from "@/lib/kernel/money";
import { type TransferInput, transferFingerprint } from "@/lib/ledger/rules/transfer-input";
import type { RecordedGeneration } from "../rules/generation-fields";
import type { Random } from "./random";
import { idTimeMs } from "@/lib/kernel/lowest-id";

/** Assigns one usage transfer to every day of a history: returns the id to write into the day's generations. */
export function transferIds(random: Random): (timeMs: number) => string {
  const ids = new Map<number, string>();
  return (timeMs) => {
    const day = Math.floor(timeMs / msPerDay);
    const known = ids.get(day) ?? random.idAt(day * msPerDay);
    ids.set(day, known);
    return known;
  };
}

/** The cost of a history, summed as its rows are written: by transfer for the ledger, by key for the meters. */
export class SeedTotals {
  readonly usage = new Map<string, Nanos>();
  readonly meters = new Map<string, { used: Nanos; windows: [Nanos, Nanos, Nanos]; last: number }>();
  readonly #starts: readonly number[];

  constructor(now: Date) {
    this.#starts = windowStarts(now).map((start) => Date.parse(start));
  }

  add({ id, keyId, costNanos, transferId }: RecordedGeneration): void {
    if (transferId) this.usage.set(transferId, (this.usage.get(transferId) ?? 0n) + costNanos);
    const meter = this.meters.get(keyId) ?? { used: 0n, windows: [0n, 0n, 0n], last: 0 };
    const time = idTimeMs(id);
    meter.used += costNanos;
    meter.last = Math.max(meter.last, time);
    this.#starts.forEach((start, index) => {
      if (time >= start) meter.windows[index as 0 | 1 | 2] += costNanos;
    });
    this.meters.set(keyId, meter);
  }
}

/** First days of the running windows: day, week, month (UTC). */
function windowStarts(now: Date): readonly [string, string, string] {
  const day = now.toISOString().slice(0, 10);
  const monday = new Date(now.getTime() - ((now.getUTCDay() + 6) % 7) * msPerDay).toISOString().slice(0, 10);
  return [day, monday, `${day.slice(0, 7)}-01`];
}

/**
 * Posts a seeded history: one usage transfer a day, preceded by a grant for the total, so that the balance hardly
 * changes. Writes the ledger's tables directly, because the ledger's functions date everything now, while a history is
 * in the past. `verify-ledger` applies the same rules to it. Locks the wallet's row first, as everywhere.
 */
export async function bookHistory(
  client: PoolClient,
  workspaceId: string,
  { usage }: SeedTotals,
  grantId: string,
): Promise<void> {
  await client.query("SELECT 1 FROM wallets WHERE workspace_id = $1 FOR UPDATE", [workspaceId]);
  const used = [...usage.values()].reduce((sum, amount) => sum + amount, 0n);
  if (used === 0n) return;
  const granted = (used / nanosPerDollar + 1n) * nanosPerDollar;
  const grant: TransferInput = {
    workspaceId,
    from: "promotions",
    to: "wallet",
    amountNanos: granted,
    code: "grant",
    idempotencyKey: "seed-grant",
    reason: "Seeded history",
  };
  const spends = [...usage].map(([id, amountNanos]) => ({
    id,
    input: {
      workspaceId,
      from: "wallet",
      to: "usage_revenue",
      amountNanos,
      code: "usage",
      idempotencyKey: `seed-${id}`,
    } satisfies TransferInput,
  }));
  await insertTransfers(client, [{ id: grantId, input: grant }, ...spends]);
  await client.query(
    "UPDATE wallets SET credited_nanos = credited_nanos + $2, debited_nanos = debited_nanos + $3 WHERE workspace_id = $1",
    [workspaceId, granted, used],
  );
}

async function insertTransfers(
  client: PoolClient,
  transfers: readonly { readonly id: string; readonly input: TransferInput }[],
): Promise<void> {
  await client.query(
    `INSERT INTO ledger_accounts (id, kind)
     SELECT gen_random_uuid(), kind FROM unnest(ARRAY['promotions', 'usage_revenue']::ledger_account_kind[]) AS kind ON CONFLICT DO NOTHING`,
  );
  await client.query(
    `INSERT INTO transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash, reason, created_at)
     SELECT t.id, $1::uuid, d.id, c.id, t.amount, t.code, t.key, t.hash, t.reason,
            to_timestamp(('x' || translate(left(t.id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bytea[], $9::text[])
         AS t(id, source, target, amount, code, key, hash, reason)
       JOIN ledger_accounts d ON d.kind::text = t.source AND d.workspace_id IS NOT DISTINCT FROM CASE WHEN t.source = 'wallet' THEN $1::uuid END
       JOIN ledger_accounts c ON c.kind::text = t.target AND c.workspace_id IS NOT DISTINCT FROM CASE WHEN t.target = 'wallet' THEN $1::uuid END`,
    [
      transfers[0]?.input.workspaceId,
      transfers.map(({ id }) => id),
      transfers.map(({ input }) => input.from),
      transfers.map(({ input }) => input.to),
      transfers.map(({ input }) => input.amountNanos),
      transfers.map(({ input }) => input.code),
      transfers.map(({ input }) => input.idempotencyKey),
      transfers.map(({ input }) => createHash("sha256").update(transferFingerprint(input)).digest()),
      transfers.map(({ input }) => input.reason ?? null),
    ],
  );
}

/** Adds the history to the keys' meters: all time, and the running windows (UTC). */
export async function meterKeys(client: PoolClient, { meters }: SeedTotals, now: Date): Promise<void> {
  const [day, monday, month] = windowStarts(now);
  for (const [keyId, { used, windows, last }] of meters) {
    await client.query(
      `UPDATE meters SET used_nanos = used_nanos + $2, day_start = $3, day_nanos = $4, week_start = $5, week_nanos = $6,
              month_start = $7, month_nanos = $8, last_used_at = $9 WHERE id = $1`,
      [keyId, used, day, windows[0], monday, windows[1], month, windows[2], new Date(last)],
    );
  }
}

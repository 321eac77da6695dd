import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import type { Nanos } from "@/lib/kernel/money";
import { arrayText } from "@/lib/ledger/internal/array-text";
import { busyWallets } from "@/lib/ledger/internal/busy-wallets";
import { platformRevenueAccountId, revenueAccountId } from "@/lib/ledger/internal/ledger-accounts";

export type Settlement = {
  readonly holdId: string;
  readonly workspaceId: string;
  /** What the request cost, which may be more than was held. Ignored for a release. */
  readonly costNanos: Nanos;
  /** True when nothing was sent, so that the hold ends without usage. */
  readonly isReleased: boolean;
};

export type OpenSettlements = {
  readonly statement: PreparedStatement;
  /** The usage transfer of each workspace that is debited. */
  readonly transferIds: ReadonlyMap<string, string>;
};

/**
 * Closes holds and debits their cost: one usage transfer and one wallet update per workspace. Returns one prepared
 * statement for `runPrepared`, so that records can follow in the same transaction. Every hold must be open, belong to
 * its workspace, and be listed once. Otherwise the statement raises SQLSTATE CF001 (`isConditionFailure`) and writes
 * nothing; `settleExactly` then settles hold by hold.
 */
export async function settleOpenStatement(settlements: readonly Settlement[]): Promise<OpenSettlements> {
  const batch = batchOf(settlements);
  const values = [true, ...valuesOf(settlements, batch), await platformRevenueAccountId()];
  return { statement: { name: "settle_holds", text, values }, transferIds: batch.debited };
}

/**
 * Settles hold by hold, in the caller's transaction. Holds that were settled or released before, or belong to another
 * workspace, are missing from the result. A hold that had expired with its process is still debited, since the request
 * was sent, and no longer counts as unaccounted.
 */
export async function settleExactly(
  client: PoolClient,
  settlements: readonly Settlement[],
): Promise<ReadonlyMap<string, { readonly transferId: string | null }>> {
  const batch = batchOf(settlements);
  const values = [false, ...valuesOf(settlements, batch), await revenueAccountId(client)];
  const { rows } = await client.query<{ hold_id: string; transfer_id: string | null }>(text, values);
  return new Map(rows.map((row) => [row.hold_id, { transferId: row.transfer_id }]));
}

/**
 * Returns the workspaces whose wallet, or a meter of the hold, is locked elsewhere right now. Checks without waiting.
 */
export function lockedWallets(
  settlements: readonly Pick<Settlement, "holdId" | "workspaceId">[],
): Promise<ReadonlySet<string>> {
  const workspaceIds = [...new Set(settlements.map(({ workspaceId }) => workspaceId))];
  return busyWallets({ workspaceIds, meterIds: [], holdIds: settlements.map(({ holdId }) => holdId) });
}

const text = `select hold_id, transfer_id from settle_holds($1::boolean, $2::uuid[], $3::uuid[], $4::uuid[], $5::int[],
  $6::bigint[], $7::boolean[], $8::text, $9::uuid)`;

type Batch = {
  readonly workspaceIds: readonly string[];
  readonly transferIds: readonly string[];
  readonly debited: ReadonlyMap<string, string>;
  readonly positions: ReadonlyMap<string, number>;
};

function batchOf(settlements: readonly Settlement[]): Batch {
  const workspaceIds = [...new Set(settlements.map(({ workspaceId }) => workspaceId))];
  const transferIds = workspaceIds.map(() => uuidv7());
  const positions = new Map(workspaceIds.map((id, index) => [id, index]));
  const debited = new Map<string, string>();
  for (const { workspaceId, costNanos, isReleased } of settlements) {
    const transferId = transferIds[positions.get(workspaceId) ?? -1];
    if (!isReleased && costNanos > 0n && transferId !== undefined) debited.set(workspaceId, transferId);
  }
  return { workspaceIds, transferIds, debited, positions };
}

function valuesOf(settlements: readonly Settlement[], batch: Batch): string[] {
  return [
    arrayText(batch.workspaceIds),
    arrayText(batch.transferIds),
    arrayText(settlements.map(({ holdId }) => holdId)),
    // Positions start at one, as in SQL.
    arrayText(settlements.map(({ workspaceId }) => (batch.positions.get(workspaceId) ?? 0) + 1)),
    arrayText(settlements.map(({ costNanos, isReleased }) => (isReleased ? 0n : costNanos))),
    arrayText(settlements.map(({ isReleased }) => isReleased)),
    // Unique per flush and attempt: the state of the holds, not this key, ensures that each is settled once.
    `settle:${uuidv7()}`,
  ];
}

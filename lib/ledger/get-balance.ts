import "server-only";
import { sqlPool } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";

export type Balance = {
  /** Credited minus debited. Below zero after a refund, or when a request cost more than its hold. */
  readonly balanceNanos: Nanos;
  /** Set aside for running requests. */
  readonly heldNanos: Nanos;
  /** What a new request may hold: balance minus held. */
  readonly availableNanos: Nanos;
  readonly purchasedNanos: Nanos;
  readonly creditedNanos: Nanos;
  readonly debitedNanos: Nanos;
};

type Row = { credited_nanos: Nanos; debited_nanos: Nanos; held_nanos: Nanos; purchased_nanos: Nanos };

/**
 * Returns a workspace's balance, to the nano-dollar. Throws when it has no wallet: every workspace is created with one.
 */
export async function getBalance(workspaceId: string): Promise<Balance> {
  const { rows } = await sqlPool().query<Row>(
    "select credited_nanos, debited_nanos, held_nanos, purchased_nanos from wallets where workspace_id = $1",
    [workspaceId],
  );
  const row = present(rows[0], "wallet");
  const balanceNanos = row.credited_nanos - row.debited_nanos;
  return {
    balanceNanos,
    heldNanos: row.held_nanos,
    availableNanos: balanceNanos - row.held_nanos,
    purchasedNanos: row.purchased_nanos,
    creditedNanos: row.credited_nanos,
    debitedNanos: row.debited_nanos,
  };
}

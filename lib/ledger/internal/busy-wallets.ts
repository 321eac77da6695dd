import "server-only";
import type { Pool } from "pg";
import { arrayText } from "./array-text";

/**
 * Asks for the lock that takes and settles holds, skips what is not to be had, and lets go of the rest at once: the
 * statement is its own transaction. A workspace is busy when its wallet or one of its meters is locked.
 */
const text = `
  with free_wallets as materialized (
    select workspace_id from wallets where workspace_id = any($1::uuid[]) for no key update skip locked
  ), free_meters as materialized (
    select id from meters where workspace_id = any($1::uuid[]) for no key update skip locked
  )
  select workspace_id from wallets
  where workspace_id = any($1::uuid[]) and workspace_id not in (select workspace_id from free_wallets)
  union
  select workspace_id from meters
  where workspace_id = any($1::uuid[]) and id not in (select id from free_meters)`;

export async function busyWallets(pool: Pool, workspaceIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ workspace_id: string }>(text, [arrayText(workspaceIds)]);
  return new Set(rows.map((row) => row.workspace_id));
}

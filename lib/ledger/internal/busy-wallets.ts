import "server-only";
import { quickQuery } from "@/lib/db/quick-query";
import { arrayText } from "./array-text";

/** The rows that a flush locks: wallets, meters, and the meters of holds that it ends. */
export type FlushLocks = {
  readonly workspaceIds: readonly string[];
  readonly meterIds: readonly string[];
  readonly holdIds: readonly string[];
};

/**
 * Tries to take the locks of a flush, skips rows that are locked, and releases the others immediately: the statement is
 * a transaction by itself. A workspace is busy when its wallet or one of those meters is locked.
 */
const text = `
  with wanted as materialized (
    select unnest($2::uuid[]) as id union select unnest(meter_ids) from holds where id = any($3::uuid[])
  ), free_wallets as materialized (
    select workspace_id from wallets where workspace_id = any($1::uuid[]) for no key update skip locked
  ), free_meters as materialized (
    select id from meters where id in (select id from wanted) for no key update skip locked
  )
  select workspace_id from wallets
  where workspace_id = any($1::uuid[]) and workspace_id not in (select workspace_id from free_wallets)
  union
  select workspace_id from meters
  where id in (select id from wanted) and id not in (select id from free_meters)`;

export async function busyWallets({
  workspaceIds,
  meterIds,
  holdIds,
}: FlushLocks): Promise<ReadonlySet<string>> {
  const values = [workspaceIds, meterIds, holdIds].map(arrayText);
  const { rows } = await quickQuery<{ workspace_id: string }>("busy_wallets", text, values);
  return new Set(rows.map((row) => row.workspace_id));
}

import { sqlPool } from "@/lib/db/client";

export type HoldRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly process_id: string;
  readonly state: "held" | "settled" | "released" | "expired";
  readonly amount_nanos: bigint;
  readonly excess_nanos: bigint;
  readonly settled_nanos: bigint | null;
  readonly closed_at: Date | null;
};
export type GenerationRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly end_user: string | null;
  readonly cost_nanos: bigint;
  readonly estimated: boolean;
  readonly usage_capped: boolean;
  readonly latency_ms: number;
};
type UnaccountedRow = {
  readonly hold_id: string;
  readonly attempt: number;
  readonly workspace_id: string;
  readonly process_id: string;
  readonly amount_nanos: bigint;
  readonly billed_at: Date | null;
};
type WalletRow = {
  readonly workspace_id: string;
  readonly credited_nanos: bigint;
  readonly debited_nanos: bigint;
  readonly held_nanos: bigint;
  readonly excess_nanos: bigint;
};
type MeterRow = {
  readonly workspace_id: string;
  readonly limit_nanos: bigint | null;
  readonly held_nanos: bigint;
  readonly used_nanos: bigint;
};

/** All rows in the database about a workspace's completions. */
export type Account = {
  readonly holds: readonly HoldRow[];
  readonly generations: readonly GenerationRow[];
  readonly unaccounted: readonly UnaccountedRow[];
  readonly wallets: readonly WalletRow[];
  readonly meters: readonly MeterRow[];
  readonly usageNanos: bigint;
};

/** Reads the accounts of these workspaces, with one statement per table. */
export async function readAccounts(workspaceIds: readonly string[]): Promise<ReadonlyMap<string, Account>> {
  const read = async <Row extends { readonly workspace_id: string }>(table: string) => {
    const { rows } = await sqlPool().query<Row>(
      `select * from ${table} where workspace_id = any($1::uuid[])`,
      [workspaceIds],
    );
    const grouped = new Map<string, Row[]>();
    for (const row of rows) grouped.set(row.workspace_id, [...(grouped.get(row.workspace_id) ?? []), row]);
    return grouped;
  };
  // Existing holds, and ended ones (see `recordEndedHolds`).
  const holds = await read<HoldRow>(
    `(select id, workspace_id, process_id, state, amount_nanos, excess_nanos, null::bigint as settled_nanos, closed_at
        from holds where state <> 'released'
      union all
      select id, workspace_id, process_id, state, amount_nanos, excess_nanos, settled_nanos, closed_at
        from ended_holds) as every_hold`,
  );
  const generations = await read<GenerationRow>("generations");
  const unaccounted = await read<UnaccountedRow>("unaccounted_completions");
  const wallets = await read<WalletRow>("wallets");
  const meters = await read<MeterRow>("meters");
  const usage = await read<{ workspace_id: string; amount_nanos: bigint }>(
    "(select * from transfers where code = 'usage') as usage",
  );
  return new Map(
    workspaceIds.map((id) => [
      id,
      {
        holds: holds.get(id) ?? [],
        generations: generations.get(id) ?? [],
        unaccounted: unaccounted.get(id) ?? [],
        wallets: wallets.get(id) ?? [],
        meters: meters.get(id) ?? [],
        usageNanos: (usage.get(id) ?? []).reduce((sum, row) => sum + row.amount_nanos, 0n),
      },
    ]),
  );
}

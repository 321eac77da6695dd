import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { sqlTransaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type MintedSecret, mintSecret } from "@/lib/keys/internal/mint-secret";
import { transferFingerprint } from "@/lib/ledger/rules/transfer-input";
import type { RunPlan } from "./plans";

export type RunTenant = MintedSecret & {
  readonly actor: Actor;
  readonly workspaceId: string;
  readonly keyId: string;
};

/**
 * A workspace with credits, a key and its limit for each run, all with one owner. Written directly to the tables
 * instead of with the verbs: creating thousands of workspaces would take longer than the test that uses them.
 */
export async function makeTenants(plans: readonly RunPlan[]): Promise<RunTenant[]> {
  const userId = uuidv7();
  const tenants = plans.map((): RunTenant => {
    const workspaceId = uuidv7();
    return { actor: { userId, workspaceId, role: "owner" }, workspaceId, ...mintSecret(), keyId: uuidv7() };
  });
  await sqlTransaction(async (client) => {
    await client.query("insert into users (id, email, email_verified_at) values ($1, $2, now())", [
      userId,
      `${userId}@example.test`,
    ]);
    const workspaceIds = tenants.map(({ workspaceId }) => workspaceId);
    await client.query(
      "insert into workspaces (id, name) select id, 'Run' from unnest($1::uuid[]) as made (id)",
      [workspaceIds],
    );
    await client.query(
      "insert into members (workspace_id, user_id, role) select id, $2, 'owner' from unnest($1::uuid[]) as made (id)",
      [workspaceIds, userId],
    );
    await openWallets(client, tenants, plans);
    await makeKeys(client, tenants, plans);
    await client.query(
      `insert into record_faults (workspace_id, fault)
       select id, fault from unnest($1::uuid[], $2::text[]) as made (id, fault) where fault <> 'none'`,
      [workspaceIds, plans.map(({ recordFault }) => recordFault)],
    );
  });
  return tenants;
}

export function creditNanos({ creditMicros }: RunPlan): bigint {
  return BigInt(creditMicros) * 1_000n;
}

async function openWallets(
  client: PoolClient,
  tenants: readonly RunTenant[],
  plans: readonly RunPlan[],
): Promise<void> {
  const workspaceIds = tenants.map(({ workspaceId }) => workspaceId);
  const credits = plans.map(creditNanos);
  await client.query(
    "insert into ledger_accounts (id, kind) values ($1, 'promotions') on conflict do nothing",
    [uuidv7()],
  );
  await client.query(
    `insert into wallets (workspace_id, credited_nanos)
     select id, nanos from unnest($1::uuid[], $2::bigint[]) as made (id, nanos)`,
    [workspaceIds, credits],
  );
  const accountIds = tenants.map(() => uuidv7());
  await client.query(
    `insert into ledger_accounts (id, kind, workspace_id)
     select id, 'wallet', workspace_id from unnest($1::uuid[], $2::uuid[]) as made (id, workspace_id)`,
    [accountIds, workspaceIds],
  );
  const hashes = tenants.map(({ workspaceId }, index) => {
    const amountNanos = credits[index] ?? 0n;
    const grant = { workspaceId, from: "promotions", to: "wallet", code: "grant" } as const;
    return createHash("sha256")
      .update(transferFingerprint({ ...grant, amountNanos, idempotencyKey: "run" }))
      .digest();
  });
  await client.query(
    `insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash)
     select made.id, made.workspace_id, promotions.id, made.account_id, made.nanos, 'grant', 'run', made.hash
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bytea[]) as made (id, workspace_id, account_id, nanos, hash)
     join ledger_accounts as promotions on promotions.kind = 'promotions' and promotions.workspace_id is null
     where made.nanos > 0`,
    [tenants.map(() => uuidv7()), workspaceIds, accountIds, credits, hashes],
  );
}

async function makeKeys(
  client: PoolClient,
  tenants: readonly RunTenant[],
  plans: readonly RunPlan[],
): Promise<void> {
  const keyIds = tenants.map(({ keyId }) => keyId);
  const workspaceIds = tenants.map(({ workspaceId }) => workspaceId);
  const hashes = tenants.map(({ hash }) => hash);
  await client.query(
    `insert into api_keys (id, workspace_id, creator_user_id, hash, name, label)
     select id, workspace_id, $5, encode(hash, 'hex'), 'Run', label
     from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[]) as made (id, workspace_id, hash, label)`,
    [keyIds, workspaceIds, hashes, tenants.map(({ label }) => label), tenants[0]?.actor.userId],
  );
  await client.query(
    "insert into key_secrets (hash, key_id) select hash, id from unnest($1::bytea[], $2::uuid[]) as made (hash, id)",
    [hashes, keyIds],
  );
  await client.query(
    `insert into meters (id, workspace_id, kind, subject_id, limit_nanos)
     select id, workspace_id, 'key', id, nanos
     from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as made (id, workspace_id, nanos)`,
    [
      keyIds,
      workspaceIds,
      plans.map(({ keyLimitMicros }) => (keyLimitMicros === null ? null : BigInt(keyLimitMicros) * 1_000n)),
    ],
  );
}

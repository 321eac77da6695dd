import { uuidv7 } from "uuidv7";
import type { SettledGeneration } from "@/lib/gateway/settle-generation";
import { absentFields } from "@/lib/activity/rules/generation-fields";
import { foldUsage } from "@/lib/activity/fold-usage";
import { sqlPool, transaction } from "@/lib/db/client";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { Nanos } from "@/lib/kernel/money";
import type { LimitReset } from "@/lib/ledger/rules/spend-limit";
import { takeHold } from "@/lib/ledger/holds/take-hold";
import { createHash, randomUUID } from "node:crypto";

/** A key without a usable secret, for tests of spend by key. */
export async function createSpendingKey(
  workspaceId: string,
  options: {
    limitNanos?: Nanos;
    limitReset?: LimitReset;
    disabledAt?: Date;
    expiresAt?: Date;
    deletedAt?: Date;
  } = {},
): Promise<string> {
  const id = uuidv7();
  const { limitNanos = null, limitReset = null, ...key } = options;
  await transaction(async (tx) => {
    await tx.apiKey.create({
      data: {
        id,
        workspaceId,
        hash: createHash("sha256").update(id).digest("hex"),
        name: "Test key",
        label: "sk-or-v1-abc...123",
        ...key,
      },
      select: { id: true },
    });
    await tx.meter.create({
      data: { id, workspaceId, kind: "key", subjectId: id, limitNanos, limitReset },
      select: { id: true },
    });
  });
  return id;
}

/** A random id with the given time. */
export function generationIdAt(moment: Date): string {
  return `${lowestIdAt(moment).slice(0, 14)}7${uuidv7().slice(15, 18)}-a${randomUUID().slice(20)}`;
}

/** A finished request with the given cost and default values. */
export function finishedGeneration(
  parts: Pick<SettledGeneration, "workspaceId" | "keyId"> & Partial<SettledGeneration>,
): SettledGeneration {
  const id = parts.id ?? uuidv7();
  const costNanos = parts.costNanos ?? 1n;
  return {
    ...absentFields,
    id,
    holdId: id,
    retention: "d30",
    model: "sandbox/plain",
    provider: "sandbox-one",
    endpoint: "sandbox-one/plain",
    upstreamId: "up-1",
    status: 200,
    finishReason: "stop",
    nativeFinishReason: "stop",
    streamed: true,
    cancelled: false,
    attempts: 1,
    estimated: false,
    usageCapped: false,
    promptTokens: 10,
    completionTokens: 20,
    reasoningTokens: 5,
    cachedTokens: 3,
    imageCount: 0,
    latencyMs: 900,
    firstTokenMs: 120,
    costNanos,
    promptNanos: costNanos,
    cachedNanos: 0n,
    completionNanos: 0n,
    reasoningNanos: 0n,
    requestNanos: 0n,
    imageNanos: 0n,
    discountNanos: 0n,
    priceListId: "test",
    isContentExpected: false,
    ...parts,
  };
}

/** Takes a hold of exactly this amount, under the first versions of key and settings, and waits up to ten seconds. */
export function holdExactly(workspaceId: string, keyId: string, amountNanos: Nanos, holdId = uuidv7()) {
  return takeHold(
    {
      holdId,
      workspaceId,
      keyId,
      meterIds: [keyId],
      amountNanos,
      minimumNanos: amountNanos,
      excessNanos: 0n,
      keyVersion: 0n,
      privacyVersion: 0n,
    },
    { deadlineMs: 10_000 },
  );
}

/** All figures of a workspace that must agree, each read from its own table. */
export async function moneyOf(workspaceId: string): Promise<Record<string, bigint>> {
  await foldUsage();
  const one = async (sql: string) =>
    (await sqlPool().query<{ n: bigint }>(`select coalesce((${sql}), 0)::bigint as n`, [workspaceId])).rows[0]
      ?.n ?? -1n;
  return {
    balance: await one("select credited_nanos - debited_nanos from wallets where workspace_id = $1"),
    held: await one("select held_nanos from wallets where workspace_id = $1"),
    usage: await one("select sum(amount_nanos) from transfers where workspace_id = $1 and code = 'usage'"),
    rows: await one("select sum(cost_nanos) from generations where workspace_id = $1"),
    days: await one("select sum(cost_nanos) from usage_days where workspace_id = $1"),
    quarters: await one(
      "select sum(cost_nanos) from usage_quarter_hours where workspace_id = $1 and dimension = 'all'",
    ),
    keys: await one("select sum(used_nanos) from meters where kind = 'key' and workspace_id = $1"),
  };
}

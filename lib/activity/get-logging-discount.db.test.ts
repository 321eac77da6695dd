import { readFile } from "node:fs/promises";
import { afterAll, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { asOwner } from "@/lib/testing/database";
import { createSpendingKey, finishedGeneration } from "@/lib/testing/generations";
import { getLoggingDiscount } from "./get-logging-discount";
import { ensurePartitions } from "./partitions/ensure-partitions";
import { recordGenerations } from "./record-generations";

await testDatabase();
afterAll(closeDb);

async function workspaceWith(discounts: readonly bigint[]) {
  await ensurePartitions();
  const { actor, workspaceId } = await createWorkspace();
  const keyId = await createSpendingKey(workspaceId);
  const generations = discounts.map((discount) =>
    finishedGeneration({
      workspaceId,
      keyId,
      costNanos: 1_000n - discount,
      promptNanos: 1_000n,
      discountNanos: -discount,
    }),
  );
  await sqlTransaction((client) =>
    recordGenerations(
      client,
      generations.map((generation) => ({ ...generation, transferId: null })),
    ),
  );
  return { actor, workspaceId };
}

it("is the exact sum of all discounts, also of requests whose rows are gone", async () => {
  const { actor, workspaceId } = await workspaceWith([7n, 0n, 11n]);
  const saved = async () => (await getLoggingDiscount(actor))?.savedNanos;
  expect(await saved()).toBe(18n);
  await sqlPool().query("delete from generations where workspace_id = $1", [workspaceId]);
  expect(await saved()).toBe(18n);
  const before = Date.now() - 15 * 60_000;
  expect((await getLoggingDiscount(actor))?.since.getTime()).toBeGreaterThanOrEqual(before);
});

it("is nothing without a discount, for members, and for others", async () => {
  const { actor } = await workspaceWith([0n, 0n]);
  expect(await getLoggingDiscount(actor)).toBeNull();
  const saving = await workspaceWith([5n]);
  expect(await getLoggingDiscount({ ...saving.actor, role: "member" })).toBeNull();
  expect(await getLoggingDiscount(actor)).toBeNull();
});

it("begins with the requests that were stored before it was counted", async () => {
  const { actor } = await workspaceWith([3n, 4n]);
  expect((await getLoggingDiscount(actor))?.savedNanos).toBe(7n);
  const migration = await readFile(
    "prisma/migrations/20261130100100_earlier_discounts/migration.sql",
    "utf8",
  );
  await asOwner(async (client) => {
    await client.query("truncate logging_discounts");
    await client.query(migration);
  });
  expect((await getLoggingDiscount(actor))?.savedNanos).toBe(7n);
});

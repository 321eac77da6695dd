import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "uuidv7";
import { countCappedUsage } from "@/lib/activity/count-capped-usage";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { lostContentsByDay } from "@/lib/privacy/list-lost-contents";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import {
  createSpendingKey,
  finishedGeneration,
  generationIdAt,
  holdExactly,
} from "@/lib/testing/generations";
import { listAccounts } from "./list-accounts";

beforeAll(async () => {
  await testDatabase();
  await ensurePartitions();
});
afterAll(async () => {
  await drainSpending();
  await closeDb();
});

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

test("lists accounts newest first, page by page, each exactly once", async () => {
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.unshift((await createWorkspace()).workspaceId);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAccounts>> = await listAccounts({
      limit: 2,
      ...(cursor && { cursor }),
    });
    expect(page.rows.length).toBeLessThanOrEqual(2);
    seen.push(...page.rows.map(({ workspaceId }) => workspaceId));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.slice(0, 5)).toEqual(made);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(await db().workspace.count());
});

test("finds an account by the beginning of its address or its whole id, with its balance", async () => {
  const { workspaceId, email } = await createWorkspace({ credits: 3_000_000_000n });
  await holdExactly(workspaceId, await createSpendingKey(workspaceId), 5n);
  const expected = { workspaceId, email, balanceNanos: 3_000_000_000n, heldNanos: 5n, deletedAt: null };
  for (const search of [email, ` ${email.slice(0, 12).toUpperCase()} `, workspaceId]) {
    expect((await listAccounts({ search })).rows).toMatchObject([expected]);
  }
  for (const search of [
    `%${email.slice(1)}`,
    "_".repeat(email.length),
    workspaceId.slice(0, 20),
    email.slice(1),
  ]) {
    expect((await listAccounts({ search })).rows).toEqual([]);
  }
});

test("lists an account without an owner", async () => {
  const { workspaceId } = await createWorkspace();
  await db().member.updateMany({ where: { workspaceId }, data: { removedAt: new Date() } });
  expect((await listAccounts({ search: workspaceId })).rows).toMatchObject([{ workspaceId, email: null }]);
});

test("capped usage counts the capped requests of the given days in all workspaces", async () => {
  const before = await countCappedUsage(30);
  for (const usageCapped of [true, true, false]) {
    const { workspaceId } = await createWorkspace({ credits: 100n });
    const keyId = await createSpendingKey(workspaceId);
    const id = uuidv7();
    await holdExactly(workspaceId, keyId, 5n, id);
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, usageCapped }));
  }
  expect(await countCappedUsage(30)).toBe(before + 2);
  // Five days ago may have been in the last month.
  await ensurePartitions({ from: dayAgo(5), to: new Date() });
  const { rows } = await sqlPool().query<{ id: string }>(
    "select id from generations where usage_capped limit 1",
  );
  await sqlPool().query("update generations set id = $2 where id = $1", [
    rows[0]?.id,
    generationIdAt(dayAgo(5)),
  ]);
  expect(await countCappedUsage(30)).toBe(before + 2);
  expect(await countCappedUsage(4)).toBe(before + 1);
});

test("counts content that could not be stored by UTC day, newest first, back to the given day", async () => {
  const { workspaceId } = await createWorkspace();
  const day = (days: number) => dayAgo(days).toISOString().slice(0, 10);
  const noon = (days: number) => new Date(`${day(days)}T12:00:00Z`);
  const data = [noon(1), noon(1), noon(3), noon(29), noon(30)].map((createdAt) => ({
    workspaceId,
    generationId: uuidv7(),
    reason: "queue_full",
    createdAt,
  }));
  await db().lostContent.createMany({ data });
  expect(await lostContentsByDay(30)).toEqual([
    { day: day(1), count: 2 },
    { day: day(3), count: 1 },
    { day: day(29), count: 1 },
  ]);
  expect(await lostContentsByDay(2)).toEqual([{ day: day(1), count: 2 }]);
});

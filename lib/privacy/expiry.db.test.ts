import { beforeEach, describe, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { forgetEndUsers } from "@/lib/activity/forget-end-users";
import { recordGenerations } from "@/lib/activity/record-generations";
import type { RetentionChoice } from "@/lib/activity/rules/generation-fields";
import { db, sqlPool, sqlTransaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { msPerDay } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import { eraseWorkspaces } from "./erase-workspaces";
import { listReceipts } from "./list-receipts";
import { purgeExpired } from "./purge-expired";

await testDatabase();
// Recreates the partitions that expiry has dropped.
beforeEach(async () => {
  await ensurePartitions({
    from: new Date(Date.now() - 130 * msPerDay),
    to: new Date(Date.now() + msPerDay),
  });
});

async function record(
  { workspaceId }: MadeWorkspace,
  retention: RetentionChoice,
  ages: readonly number[],
  endUser: string | null = null,
): Promise<void> {
  const rows = ages.map((days) => {
    const id = generationIdAt(new Date(Date.now() - days * msPerDay));
    const { holdId: _hold, ...row } = finishedGeneration({
      workspaceId,
      keyId: workspaceId,
      id,
      retention,
      endUser,
      costNanos: 0n,
    });
    return { ...row, transferId: null };
  });
  await sqlTransaction((client) => recordGenerations(client, rows));
}

async function retain({ workspaceId }: MadeWorkspace, retention: "none" | "d30" | "d90"): Promise<void> {
  await db().privacySettings.create({ data: { workspaceId, retention } });
}

const receiptsOf = async (actor: Actor) => {
  const listed = await listReceipts(actor, { cause: "retention" });
  return listed.ok ? listed.value.rows.map(({ subject, rows }) => [subject, rows]).toSorted() : listed.code;
};

describe("receipts of expired rows", () => {
  it("are one per day and workspace, with cut-off and count, only for its admins", async () => {
    const [short, long, other] = [await createWorkspace(), await createWorkspace(), await createWorkspace()];
    await retain(long, "d90");
    await record(short, "d30", [40, 31, 10]);
    await record(long, "d90", [95, 40]);
    await record(other, "d30", [1]);
    for (const days of [40, 31, 1]) {
      await db().promptLog.create({
        data: {
          workspaceId: short.workspaceId,
          generationId: uuidv7(),
          nonce: new Uint8Array(12),
          ciphertext: new Uint8Array(40),
          createdAt: new Date(Date.now() - days * msPerDay),
        },
      });
    }
    await dropExpiredPartitions();
    await record(short, "d30", [33]);
    await dropExpiredPartitions();
    await purgeExpired();
    expect(await receiptsOf(short.actor)).toEqual([
      ["generations_expired", 3n],
      ["prompt_logs_expired", 2n],
    ]);
    expect(await receiptsOf(long.actor)).toEqual([["generations_expired", 1n]]);
    expect(await receiptsOf(other.actor)).toEqual([]);
    expect(await receiptsOf({ ...short.actor, role: "member" })).toBe("not_allowed");
    const listed = await listReceipts(long.actor, { cause: "retention" });
    const [receipt] = listed.ok ? listed.value.rows : [];
    const age = Date.now() - (receipt?.cutoff.getTime() ?? 0);
    expect(Math.abs(age - 90 * msPerDay)).toBeLessThan(60_000);
    expect(await db().purgeReceipt.count({ where: { workspaceId: null } })).toBe(0);
  });

  it("are listed in pages, newest first, and a cursor of another workspace leads nowhere", async () => {
    const [mine, other] = [await createWorkspace(), await createWorkspace()];
    const receipt = (workspaceId: string, days: number) => ({
      id: uuidv7(),
      workspaceId,
      subject: days === 9 ? "prompt_logs" : "generations_expired",
      cutoff: new Date(),
      rows: BigInt(days),
      createdAt: new Date(Date.now() - days * msPerDay),
    });
    const foreign = receipt(other.workspaceId, 2);
    await db().purgeReceipt.createMany({
      data: [...[3, 1, 9, 2, 4].map((days) => receipt(mine.workspaceId, days)), foreign],
    });
    const page = async (cursor?: string) => {
      const listed = await listReceipts(mine.actor, { cause: "retention", cursor, limit: 3 });
      if (!listed.ok) throw new Error(listed.code);
      return { rows: listed.value.rows.map(({ rows }) => rows), next: listed.value.nextCursor };
    };
    const first = await page();
    expect(first.rows).toEqual([1n, 2n, 3n]);
    expect(await page(first.next ?? "")).toEqual({ rows: [4n], next: null });
    expect(await page(foreign.id)).toEqual({ rows: [], next: null });
    const people = await listReceipts(mine.actor, { cause: "people" });
    expect(people).toMatchObject({ value: { rows: [{ subject: "prompt_logs", rows: 9n }] } });
  });
});

describe("names of end users", () => {
  const named = async ({ workspaceId }: MadeWorkspace) => {
    const { rows } = await sqlPool().query<{ where: string; value: string; requests: bigint }>(
      `select 'days' as where, value, sum(requests)::bigint as requests from usage_dimension_days
        where workspace_id = $1 and dimension = 'end_user' group by value
       union all select 'quarters', value, sum(requests)::bigint from usage_quarter_hours
        where workspace_id = $1 and dimension = 'end_user' group by value
       union all select 'deltas', end_user, count(*) from usage_deltas where workspace_id = $1 group by end_user
        order by 1, 2`,
      [workspaceId],
    );
    return rows.map(({ where, value, requests }) => [where, value, requests]);
  };

  it("never enter the roll-ups of a workspace that keeps no rows", async () => {
    const workspace = await createWorkspace();
    await retain(workspace, "none");
    await record(workspace, "none", [0, 0], "ada");
    expect(await named(workspace)).toEqual([["deltas", null, 2n]]);
    await foldUsage();
    expect(await named(workspace)).toEqual([
      ["days", "", 2n],
      ["quarters", "", 2n],
    ]);
  });

  it("are deleted with the rows after 30 and 90 days, and immediately when nothing is kept; sums stay", async () => {
    const [short, long, none] = [await createWorkspace(), await createWorkspace(), await createWorkspace()];
    await retain(long, "d90");
    await retain(none, "d30");
    for (const workspace of [short, long, none]) await record(workspace, "d90", [100, 40, 32.2, 10], "ada");
    await foldUsage();
    await db().privacySettings.update({
      where: { workspaceId: none.workspaceId },
      data: { retention: "none" },
    });
    await forgetEndUsers();
    expect(await named(short)).toEqual([
      ["days", "", 3n],
      ["days", "ada", 1n],
      ["quarters", "", 3n],
      ["quarters", "ada", 1n],
    ]);
    expect(await named(long)).toEqual([
      ["days", "", 1n],
      ["days", "ada", 3n],
      ["quarters", "", 1n],
      ["quarters", "ada", 3n],
    ]);
    expect(await named(none)).toEqual([
      ["days", "", 4n],
      ["quarters", "", 4n],
    ]);
    expect(await forgetEndUsers()).toBe(0);
  });
});

describe("erasure", () => {
  it("reaches every deleted workspace, however many there are and however long ago they were deleted", async () => {
    const old = await createWorkspace();
    await record(old, "d30", [1]);
    const ago = (days: number) => new Date(Date.now() - days * msPerDay);
    await db().workspace.update({ where: { id: old.workspaceId }, data: { deletedAt: ago(50) } });
    await db().workspace.createMany({
      data: Array.from({ length: 25 }, () => ({ id: uuidv7(), name: "Gone", deletedAt: ago(2) })),
    });
    const late = await createWorkspace();
    await record(late, "d30", [1, 2]);
    await db().workspace.update({ where: { id: late.workspaceId }, data: { deletedAt: new Date() } });
    await eraseWorkspaces({ pageSize: 10 });
    for (const { workspaceId } of [old, late]) {
      const { rowCount } = await sqlPool().query("select 1 from generations where workspace_id = $1", [
        workspaceId,
      ]);
      expect(rowCount).toBe(0);
    }
    await eraseWorkspaces({ pageSize: 10 });
    const waiting = await db().workspace.findMany({
      where: { deletedAt: { not: null }, erasedAt: null },
      select: { id: true },
    });
    // Requests that were running at the deletion may still settle.
    expect(waiting).toEqual([{ id: late.workspaceId }]);
  });
});

import { describe, expect, it } from "vitest";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { recordGenerations } from "@/lib/activity/record-generations";
import type { RetentionChoice } from "@/lib/activity/rules/generation-fields";
import { retentionCutoff } from "@/lib/activity/rules/partitions";
import { db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import { consentTo } from "@/lib/testing/removal-consent";
import { applyRetention } from "./apply-retention";
import { listReceipts } from "./list-receipts";
import { purgeExpired } from "./purge-expired";
import { updatePrivacySettings } from "./update-privacy-settings";

await testDatabase();

/** Records a request that arrived at each moment, and returns their ids in this order. */
async function record(
  { workspaceId }: MadeWorkspace,
  retention: RetentionChoice,
  moments: readonly Date[],
): Promise<string[]> {
  const rows = moments.map((moment) => {
    const id = generationIdAt(moment);
    const made = finishedGeneration({ workspaceId, keyId: workspaceId, id, retention, costNanos: 0n });
    const { holdId: _hold, ...row } = made;
    return { ...row, createdAt: moment, transferId: null };
  });
  await sqlTransaction((client) => recordGenerations(client, rows));
  return rows.map(({ id }) => id);
}

async function kept({ workspaceId }: MadeWorkspace): Promise<string[]> {
  const { rows } = await sqlPool().query<{ id: string }>(
    "select id from generations where workspace_id = $1 order by id",
    [workspaceId],
  );
  return rows.map(({ id }) => id);
}

async function receiptsOf({ actor }: MadeWorkspace) {
  const listed = await listReceipts(actor, { cause: "retention" });
  return listed.ok ? listed.value.rows.map(({ subject, rows }) => [subject, rows]).toSorted() : listed.code;
}

describe("request rows at the edge of their retention", () => {
  // Days around 29 February, the end of a day and the end of a month, with the clock in between.
  it.each([
    ["d30", 30, "2024-03-30T12:00:00Z"],
    ["d30", 30, "2024-03-30T00:00:00Z"],
    ["d30", 30, "2024-03-31T23:59:59Z"],
    ["d90", 90, "2024-05-29T12:00:00Z"],
    ["d90", 90, "2024-05-30T00:00:00Z"],
  ] as const)(
    "%s (%i days) at %s: a second before the edge is gone, at it and after it is kept",
    async (retention, days, at) => {
      const now = new Date(at);
      const cutoff = now.getTime() - days * msPerDay;
      await ensurePartitions({ from: new Date(cutoff - 2 * msPerDay), to: now });
      const [mine, other] = [await createWorkspace(), await createWorkspace()];
      const moments = [-1_000, 0, 1_000].map((ms) => new Date(cutoff + ms));
      const [, atEdge, after] = await record(mine, retention, moments);
      await record(other, retention, [...moments, new Date(cutoff - 2_000), new Date(cutoff - msPerDay)]);
      // Two purgers at once: each row is in one receipt.
      await Promise.all([dropExpiredPartitions(now), dropExpiredPartitions(now)]);
      expect(await kept(mine)).toEqual([atEdge, after]);
      expect(await receiptsOf(mine)).toEqual([["generations_expired", 1n]]);
      expect(await kept(other)).toHaveLength(2);
      expect(await receiptsOf(other)).toEqual([["generations_expired", 3n]]);
    },
  );

  it("is counted in whole days of 24 hours, over a leap day too", () => {
    expect(retentionCutoff("d30", new Date("2028-03-30T08:00:00Z")).toISOString()).toBe(
      "2028-02-29T08:00:00.000Z",
    );
    expect(retentionCutoff("d30", new Date("2028-02-29T08:00:00Z")).toISOString()).toBe(
      "2028-01-30T08:00:00.000Z",
    );
    expect(retentionCutoff("d90", new Date("2028-05-29T08:00:00Z")).toISOString()).toBe(
      "2028-02-29T08:00:00.000Z",
    );
    expect(retentionCutoff("d30", new Date("2027-03-31T08:00:00Z")).toISOString()).toBe(
      "2027-03-01T08:00:00.000Z",
    );
  });
});

const ago = (days: number, ms = 0) => new Date(Date.now() - days * msPerDay + ms);

async function keepContents({ workspaceId }: MadeWorkspace, ages: readonly Date[]): Promise<void> {
  await db().promptLog.createMany({
    data: ages.map((createdAt) => ({
      workspaceId,
      generationId: generationIdAt(createdAt),
      nonce: new Uint8Array(12),
      ciphertext: new Uint8Array(40),
      createdAt,
    })),
  });
}

describe("two purgers at once", () => {
  it("count each stored content in one receipt of its workspace, after 30 and after 90 days", async () => {
    const [short, long] = [await createWorkspace(), await createWorkspace()];
    await db().privacySettings.create({ data: { workspaceId: long.workspaceId, retention: "d90" } });
    // A minute inside: the database's clock goes on while this runs.
    const edges = (days: number) => [ago(days, -1_000), ago(days, -2_000), ago(days, 60_000)];
    await keepContents(short, [...edges(30), ago(89)]);
    await keepContents(long, [...edges(90), ago(31)]);
    await Promise.all([purgeExpired(), purgeExpired()]);
    const left = ({ workspaceId }: MadeWorkspace) => db().promptLog.count({ where: { workspaceId } });
    expect([await left(short), await left(long)]).toEqual([1, 2]);
    expect(await receiptsOf(short)).toEqual([["prompt_logs_expired", 3n]]);
    expect(await receiptsOf(long)).toEqual([["prompt_logs_expired", 2n]]);
  });
});

describe("a setting that changes while a purge is queued", () => {
  it("removes what was consented to, once, and keeps the rest for the longer time", async () => {
    await ensurePartitions({ from: ago(100), to: ago(-1) });
    const [mine, other] = [await createWorkspace(), await createWorkspace()];
    for (const workspace of [mine, other]) {
      await updatePrivacySettings(workspace.actor, { retention: "d90" });
      await record(workspace, "d90", [ago(60), ago(31), ago(30, 3_600_000), ago(1)]);
      await keepContents(workspace, [ago(60), ago(1)]);
    }
    const consent = await consentTo(mine.actor, "d30");
    expect(await updatePrivacySettings(mine.actor, { retention: "d30" }, consent)).toMatchObject({
      ok: true,
    });
    // Before the queued purge has run.
    expect(await updatePrivacySettings(mine.actor, { retention: "d90" })).toMatchObject({ ok: true });
    await Promise.all([applyRetention(), applyRetention(), purgeExpired(), purgeExpired()]);
    expect(await kept(mine)).toHaveLength(2);
    expect(await receiptsOf(mine)).toEqual([
      ["generations", 2n],
      ["prompt_logs_expired", 1n],
    ]);
    expect(await kept(other)).toHaveLength(4);
    expect(await receiptsOf(other)).toEqual([]);
  });
});

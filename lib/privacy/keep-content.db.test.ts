import pg from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { closeDb, db } from "@/lib/db/client";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { present } from "@/lib/kernel/assert";
import { Redacted } from "@/lib/kernel/redacted";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly } from "@/lib/testing/generations";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { checkEncryption } from "./check-encryption";
import { deletePromptLogs } from "./delete-prompt-logs";
import { contentFigures, drainContent, keepContent } from "./keep-content";
import { countLostContents } from "./list-lost-contents";
import { listPromptLogs } from "./list-prompt-logs";
import { readPromptLog } from "./read-prompt-log";

const url = await testDatabase();
const otherSession = new pg.Client({ connectionString: url });

beforeAll(async () => {
  await otherSession.connect();
  await ensurePartitions();
});
afterAll(async () => {
  await otherSession.end();
  await closeDb();
});

function keep({ workspaceId }: MadeWorkspace, text: string): string {
  const generationId = uuidv7();
  const input = { messages: [{ role: "user", content: text }] };
  const content = new Redacted<unknown>({ input, output: { completion: "ok" } });
  keepContent({ workspaceId, generationId }, content, performance.now());
  return generationId;
}

async function storedIds({ workspaceId }: MadeWorkspace): Promise<string[]> {
  const rows = await db().promptLog.findMany({
    where: { workspaceId },
    select: { generationId: true },
    orderBy: { generationId: "asc" },
  });
  return rows.map(({ generationId }) => generationId);
}

async function marks(workspaceId: string): Promise<string[]> {
  const rows = await db().lostContent.findMany({ where: { workspaceId }, orderBy: { generationId: "asc" } });
  return rows.map(({ generationId }) => generationId);
}

describe("content", () => {
  it("reads back unchanged, even with many megabytes and any characters", async () => {
    const mine = await createWorkspace();
    const texts = ["", 'a "quoted" \\ line\n\0', "😀".repeat(1_500_000), "\ud800 alone"];
    const ids = texts.map((text) => keep(mine, text));
    await drainContent();
    for (const [index, id] of ids.entries()) {
      const read = await readPromptLog(mine.actor, id);
      expect(read.ok && read.value.expose().input).toEqual({
        messages: [{ role: "user", content: texts[index] }],
      });
    }
    expect(contentFigures().queuedBytes).toBe(0);
  });

  it("is decrypted by the doctor, which notices another key", async () => {
    const mine = await createWorkspace();
    const generationId = keep(mine, "anything");
    await drainContent();
    expect(await checkEncryption()).toBe("current");
    await db().promptLog.update({
      where: { workspaceId_generationId: { workspaceId: mine.workspaceId, generationId } },
      data: { nonce: Buffer.alloc(12) },
    });
    expect(await checkEncryption()).toBe("unreadable");
    await deletePromptLogs(mine.actor, { generationId });
  });

  it("of ten megabytes is encrypted and stored in steps, between which the event loop is free", async () => {
    const mine = await createWorkspace();
    const text = "x".repeat(10_000_000);
    let longestMs = 0;
    const startedMs = performance.now();
    let lastMs = startedMs;
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 1);
    const id = keep(mine, text);
    await drainContent();
    clearInterval(timer);
    const wholeMs = performance.now() - startedMs;
    expect(await storedIds(mine)).toEqual([id]);
    // Measured: about 30 ms of 180; in a single step it would be most of them.
    expect(longestMs).toBeLessThan(wholeMs / 2);
  });

  it("is marked with its debit until it is stored; content of a killed process is reported as lost", async () => {
    const mine = await createWorkspace({ credits: 1_000n });
    const { workspaceId } = mine;
    const keyId = await createSpendingKey(workspaceId);
    const ids = [uuidv7(), uuidv7()] as const;
    for (const id of ids) {
      await holdExactly(workspaceId, keyId, 1n, id);
      await settleGeneration(finishedGeneration({ workspaceId, keyId, id, isContentExpected: true }));
    }
    // The first one is stored; the second one's process is killed before it can store it.
    const [stored, taken] = ids;
    keepContent(
      { workspaceId, generationId: stored },
      new Redacted<unknown>({ input: "one" }),
      performance.now(),
    );
    await drainContent();
    expect(await marks(workspaceId)).toEqual([taken]);
    const entries = async () => {
      const listed = await listPromptLogs(mine.actor);
      return listed.ok ? listed.value.rows : [];
    };
    // Not immediately: it may still be stored.
    expect((await entries()).map(({ generationId }) => generationId)).toEqual([stored]);
    const lostBefore = await countLostContents();
    await asOwner((client) =>
      client.query(
        "update lost_contents set created_at = created_at - interval '3 minutes' where generation_id = $1",
        [taken],
      ),
    );
    expect(await countLostContents()).toBe(lostBefore + 1);
    expect(await entries()).toMatchObject([
      { generationId: taken, sizeBytes: null },
      { generationId: stored, sizeBytes: expect.any(Number) },
    ]);
    // Content that is stored after all is there, and no longer reported as lost.
    keepContent(
      { workspaceId, generationId: taken },
      new Redacted<unknown>({ input: "two" }),
      performance.now(),
    );
    await drainContent();
    expect(await marks(workspaceId)).toEqual([]);
    expect(await storedIds(mine)).toEqual([...ids].sort());
  });

  it("beyond its workspace's bound is lost and reported; memory and other workspaces are unaffected", async () => {
    const [loud, quiet] = [await createWorkspace(), await createWorkspace({ credits: 1_000n })];
    const keyId = await createSpendingKey(quiet.workspaceId);
    const lostBefore = contentFigures().lost;
    const bufferBefore = process.memoryUsage().arrayBuffers;
    const megabyte = "x".repeat(1_000_000);
    const ids = Array.from({ length: 60 }, () => keep(loud, megabyte.repeat(10)));
    expect(contentFigures().queuedBytes).toBeLessThanOrEqual(32_000_000);
    const other = keep(quiet, "short");
    const times: number[] = [];
    let mostBytes = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      const id = uuidv7();
      await holdExactly(quiet.workspaceId, keyId, 1n, id);
      const startedMs = performance.now();
      await settleGeneration(finishedGeneration({ workspaceId: quiet.workspaceId, keyId, id }));
      times.push(performance.now() - startedMs);
      mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - bufferBefore);
    }
    await drainContent();
    expect(await storedIds(loud)).toEqual(ids.slice(0, 3));
    expect(await storedIds(quiet)).toEqual([other]);
    expect(contentFigures().lost - lostBefore).toBe(57);
    // One content at a time is encrypted, copied and sent: a few times its size, not sixty times.
    expect(mostBytes).toBeLessThan(120_000_000);
    expect(present(times.toSorted((a, b) => a - b)[20], "median")).toBeLessThan(1_000);
    const lost = present(ids[10], "lost content");
    expect(await readPromptLog(loud.actor, lost)).toMatchObject({ ok: false, code: "lost" });
    expect(await readPromptLog(quiet.actor, lost)).toMatchObject({ ok: false, code: "not_found" });
    const listed = await listPromptLogs(loud.actor, { limit: 100 });
    expect(listed.ok && listed.value.rows.filter(({ sizeBytes }) => sizeBytes === null)).toHaveLength(57);
    expect(contentFigures().queuedBytes).toBe(0);
  });

  it("that the database rejects is the only content lost", async () => {
    const mine = await createWorkspace();
    const [rejected, kept] = [uuidv7(), uuidv7()];
    await asOwner((client) =>
      client.query(
        `alter table prompt_logs add constraint unforeseen check (generation_id <> '${rejected}')`,
      ),
    );
    const content = () => new Redacted<unknown>({ input: {}, output: { completion: "" } });
    for (const generationId of [rejected, kept])
      keepContent({ workspaceId: mine.workspaceId, generationId }, content(), performance.now());
    await drainContent();
    await asOwner((client) => client.query("alter table prompt_logs drop constraint unforeseen"));
    expect(await storedIds(mine)).toEqual([kept]);
    expect(await readPromptLog(mine.actor, rejected)).toMatchObject({ code: "lost" });
    expect(await deletePromptLogs(mine.actor, { generationId: rejected })).toMatchObject({ ok: true });
    expect(await readPromptLog(mine.actor, rejected)).toMatchObject({ code: "not_found" });
  });

  it("nested too deeply is lost, without further effect", async () => {
    const [mine, theirs] = [await createWorkspace(), await createWorkspace()];
    const generationId = uuidv7();
    const nested: unknown = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
    keepContent({ workspaceId: mine.workspaceId, generationId }, new Redacted(nested), performance.now());
    const kept = keep(theirs, "x");
    await drainContent();
    expect(await readPromptLog(mine.actor, generationId)).toMatchObject({ code: "lost" });
    expect(await storedIds(theirs)).toEqual([kept]);
  });
});

describe("content waiting to be stored", () => {
  it("is not stored when its workspace is deleted in the meantime", async () => {
    const [deleted, staying] = [await createWorkspace(), await createWorkspace()];
    await otherSession.query("begin");
    await otherSession.query("update workspaces set deleted_at = now() where id = $1", [deleted.workspaceId]);
    keep(deleted, "x");
    const kept = keep(staying, "x");
    // It waits for the deletion to commit, and delays no other workspace.
    await untilWaitingForLock();
    await untilStored(staying, kept);
    await otherSession.query("commit");
    await drainContent();
    expect(await storedIds(deleted)).toEqual([]);
    expect(await db().lostContent.count({ where: { workspaceId: deleted.workspaceId } })).toBe(0);
  });

  it.each(["content", "deletion"])(
    "is not stored after a deletion of all content, when the %s comes first to the lock; what comes later is",
    async (first) => {
      const mine = await createWorkspace();
      await otherSession.query("begin");
      await otherSession.query("select 1 from workspaces where id = $1 for update", [mine.workspaceId]);
      let deleted: ReturnType<typeof deletePromptLogs> | null = null;
      if (first === "deletion") {
        deleted = deletePromptLogs(mine.actor);
        await untilWaitingForLock();
      }
      keep(mine, "before");
      await untilWaitingForLock(first === "deletion" ? 2 : 1);
      deleted ??= deletePromptLogs(mine.actor);
      await untilWaitingForLock(2);
      await otherSession.query("commit");
      expect(await deleted).toMatchObject({ ok: true });
      await drainContent();
      expect(await listPromptLogs(mine.actor)).toMatchObject({ value: { rows: [] } });
      await expect.poll(() => storedIds(mine)).toEqual([]);
      await untilPast(150);
      const later = keep(mine, "after");
      await drainContent();
      expect(await storedIds(mine)).toEqual([later]);
    },
  );

  async function untilStored(made: MadeWorkspace, id: string): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!(await storedIds(made)).includes(id)) {
      if (Date.now() > deadline) throw new Error("it was not stored");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** A request that arrives within a tenth of a second after a deletion counts as before it. */
  async function untilPast(ms: number): Promise<void> {
    const from = performance.now();
    while (performance.now() - from < ms) await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

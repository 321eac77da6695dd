import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { expect, describe, it } from "vitest";
import { formatGenerationId } from "@/lib/activity/rules/generation-id";
import { db, sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { defaultFormats } from "@/lib/kernel/format";
import { Redacted } from "@/lib/kernel/redacted";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { generationIdAt } from "@/lib/testing/generations";
import { countContentRange } from "./count-content-range";
import { deleteContentRange } from "./delete-content-range";
import { exportStoredContent } from "./export-stored-content";
import { drainContent, keepContent } from "./keep-content";
import { listPromptLogs } from "./list-prompt-logs";
import { listReceipts } from "./list-receipts";
import type { ContentRange } from "./rules/content-days";

await testDatabase();

const at = (days: number) => new Date(Date.now() - days * msPerDay);
const input = { prompt: "Who sings?" };
const choices = [{ index: 0, message: { role: "assistant", content: "A wren." } }];

/** Stores content of these ages in days, and returns the ids. */
async function store({ workspaceId }: MadeWorkspace, ages: readonly number[]): Promise<string[]> {
  const ids = ages.map((days) => generationIdAt(at(days)));
  for (const generationId of ids) {
    const content = new Redacted<unknown>({ input, output: { choices } });
    keepContent({ workspaceId, generationId }, content, performance.now());
  }
  await drainContent();
  for (const [index, generationId] of ids.entries()) {
    await db().promptLog.updateMany({
      where: { workspaceId, generationId },
      data: { createdAt: at(ages[index] ?? 0) },
    });
  }
  return ids;
}

const range: ContentRange = { from: at(5), to: at(2) };
const ages = [8, 5.001, 4.999, 3, 2.001, 1.999, 0];
const formats = defaultFormats;
const consentTo = (typed: string) => ({ typed, countedAt: new Date() });
const stored = ({ workspaceId }: MadeWorkspace) => db().promptLog.count({ where: { workspaceId } });

describe("a range of days", () => {
  it("is listed, and one is found by its id, by admins of its own workspace", async () => {
    const [mine, other] = [await createWorkspace(), await createWorkspace()];
    const ids = await store(mine, ages);
    const [foreign] = await store(other, [3]);
    const listed = await listPromptLogs(mine.actor, { range });
    expect(listed.ok && listed.value.rows.map(({ generationId }) => generationId)).toEqual(
      ids.slice(2, 5).reverse(),
    );
    const first = await listPromptLogs(mine.actor, { range, limit: 2 });
    const cursor = (first.ok && first.value.nextCursor) || "";
    const second = await listPromptLogs(mine.actor, { range, cursor });
    expect(second.ok && second.value.rows.map(({ generationId }) => generationId)).toEqual([ids[2]]);
    const find = async (generationId: string) => {
      const found = await listPromptLogs(mine.actor, { generationId });
      return found.ok && found.value.rows.length;
    };
    expect([await find(ids[3] ?? ""), await find(foreign ?? ""), await find(uuidv7())]).toEqual([1, 0, 0]);
    expect(await countContentRange(mine.actor, range)).toMatchObject({
      value: { count: { count: 3, more: false } },
    });
  });

  it("is deleted only with its number, counted again, and leaves a receipt and a line in the audit log", async () => {
    const [mine, other] = [await createWorkspace(), await createWorkspace()];
    await store(mine, ages);
    await store(other, ages);
    const remove = (typed: string | null, actor = mine.actor) =>
      deleteContentRange(actor, { range, consent: typed === null ? null : consentTo(typed), formats });
    for (const wrong of [null, "delete", "delete 2", "delete 4"]) {
      expect(await remove(wrong)).toMatchObject({
        ok: false,
        code: "removal_not_confirmed",
        field: "confirmation",
      });
    }
    expect(await remove("delete 3", { ...mine.actor, role: "member" })).toMatchObject({
      code: "not_allowed",
    });
    expect(await stored(mine)).toBe(7);
    // One was deleted since the page counted.
    await db().promptLog.deleteMany({
      where: { workspaceId: mine.workspaceId, createdAt: { gt: at(3.5), lt: at(2.5) } },
    });
    expect(await remove("delete 3")).toMatchObject({ ok: false });
    expect(await remove("delete 2")).toEqual({ ok: true, value: { removed: 2 } });
    expect([await stored(mine), await stored(other)]).toEqual([4, 7]);
    expect(await remove(null)).toEqual({ ok: true, value: { removed: 0 } });
    const receipts = await listReceipts(mine.actor, { cause: "people" });
    expect(receipts.ok && receipts.value.rows).toMatchObject([
      { subject: "prompt_logs_range", rows: 2n, cutoff: range.to, goneAt: expect.any(Date) as Date },
    ]);
    const { rows: entries } = await sqlPool().query(
      "select action, actor_user_id from audit_events where workspace_id = $1 and action like 'prompt_log%'",
      [mine.workspaceId],
    );
    expect(entries).toEqual([{ action: "prompt_logs.range_deleted", actor_user_id: mine.actor.userId }]);
  });
});

describe("an export", () => {
  const read = async (actor: MadeWorkspace["actor"], of: ContentRange | null) => {
    const exported = await exportStoredContent(actor, of);
    if (!exported.ok) return exported.code;
    let text = "";
    for await (const line of exported.value) text += line;
    return text;
  };

  it("has every line of the range and an end line with their number and checksum, and is in the audit log", async () => {
    const [mine, other] = [await createWorkspace(), await createWorkspace()];
    const ids = await store(mine, ages);
    await store(other, [3]);
    await db().promptLog.updateMany({
      where: { workspaceId: mine.workspaceId, generationId: ids[3] ?? "" },
      data: { nonce: new Uint8Array(12) },
    });
    const text = await read(mine.actor, range);
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: formatGenerationId(ids[2] ?? ""), input, choices },
      { id: formatGenerationId(ids[3] ?? ""), is_unreadable: true },
      { id: formatGenerationId(ids[4] ?? ""), input, choices },
      { end: true, rows: 3, unreadable: 1 },
    ]);
    const sha256 = createHash("sha256")
      .update(text.slice(0, text.lastIndexOf("{")))
      .digest("hex");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ sha256 });
    expect((await read(mine.actor, null)).trimEnd().split("\n")).toHaveLength(8);
    expect(await read({ ...mine.actor, role: "member" }, null)).toBe("not_allowed");
    const entries = await db().auditEvent.findMany({
      where: { workspaceId: mine.workspaceId, action: "prompt_logs.exported" },
      select: { actorUserId: true },
    });
    expect(entries).toEqual([{ actorUserId: mine.actor.userId }, { actorUserId: mine.actor.userId }]);
  });

  it("stops giving what is deleted while it runs", async () => {
    const mine = await createWorkspace();
    await store(mine, [3, 2, 1]);
    const exported = await exportStoredContent(mine.actor, null);
    if (!exported.ok) throw new Error(exported.code);
    await exported.value.next();
    await sqlPool().query(
      `insert into purge_receipts (id, workspace_id, subject, cutoff, rows, created_at)
       values ($1, $2, 'prompt_logs', now(), 0, clock_timestamp())`,
      [uuidv7(), mine.workspaceId],
    );
    const rest: unknown[] = [];
    for await (const line of exported.value) rest.push(JSON.parse(line));
    expect(rest).toMatchObject([{ end: true, rows: 1 }]);
  });
});

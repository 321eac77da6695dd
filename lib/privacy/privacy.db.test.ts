import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { recordGenerations } from "@/lib/activity/record-generations";
import type { RetentionChoice } from "@/lib/activity/rules/generation-fields";
import { db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { defaultPrivacySettings } from "@/lib/kernel/privacy-settings";
import { Redacted } from "@/lib/kernel/redacted";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration } from "@/lib/testing/generations";
import { consentTo } from "@/lib/testing/removal-consent";
import { applyRetention } from "./apply-retention";
import { deletePromptLogs } from "./delete-prompt-logs";
import { eraseWorkspaces } from "./erase-workspaces";
import { getPrivacySettings } from "./get-privacy-settings";
import { drainContent, keepContent } from "./keep-content";
import { listPromptLogs } from "./list-prompt-logs";
import { purgeExpired } from "./purge-expired";
import { readPromptLog } from "./read-prompt-log";
import { summarizeData } from "./summarize-data";
import { updatePrivacySettings } from "./update-privacy-settings";

await testDatabase();
const dayMs = 86_400_000;

beforeAll(async () => {
  await ensurePartitions({ from: new Date(Date.now() - 100 * dayMs), to: new Date(Date.now() + dayMs) });
});

describe("choices", () => {
  it("apply from the next request on: each change increments the version and is audited", async () => {
    const { actor, workspaceId } = await createWorkspace();
    expect(await getPrivacySettings(workspaceId)).toEqual(defaultPrivacySettings);
    const changed = await updatePrivacySettings(actor, { logPrompts: true });
    expect(changed).toMatchObject({ ok: true, value: { logPrompts: true, trainPaid: false } });
    const version = async () => (await db().privacySettings.findUnique({ where: { workspaceId } }))?.version;
    expect(await version()).toBe(1n);
    await updatePrivacySettings(actor, { trainFree: true });
    expect(await version()).toBe(2n);
    const entries = await db().auditEvent.findMany({ where: { workspaceId }, orderBy: { id: "asc" } });
    expect(entries).toMatchObject([
      { action: "privacy.changed", before: { logPrompts: false }, after: { logPrompts: true } },
      { action: "privacy.changed", before: { trainFree: false }, after: { trainFree: true } },
    ]);
  });

  it("are for owners and admins", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const rejected = await updatePrivacySettings({ ...actor, role: "member" }, { trainPaid: true });
    expect(rejected).toMatchObject({ ok: false, code: "not_allowed" });
    expect(await getPrivacySettings(workspaceId)).toEqual(defaultPrivacySettings);
  });

  it("that contradict each other are rejected, and nothing is written", async () => {
    const { actor, workspaceId } = await createWorkspace();
    expect(await updatePrivacySettings(actor, { retention: "none" })).toMatchObject({ ok: true });
    expect(await updatePrivacySettings(actor, { logPrompts: true })).toMatchObject({
      code: "logging_needs_retention",
    });
    const both = { allowedProviders: ["a"], ignoredProviders: ["a"] };
    expect(await updatePrivacySettings(actor, both)).toMatchObject({
      code: "provider_both_allowed_and_ignored",
    });
    expect(await getPrivacySettings(workspaceId)).toEqual({ ...defaultPrivacySettings, retention: "none" });
  });

  it("made concurrently do not overwrite each other", async () => {
    const { actor, workspaceId } = await createWorkspace();
    await Promise.all([
      updatePrivacySettings(actor, { trainPaid: true }),
      updatePrivacySettings(actor, { trainFree: true }),
      updatePrivacySettings(actor, { zeroRetentionOnly: true }),
    ]);
    expect(await getPrivacySettings(workspaceId)).toMatchObject({
      trainPaid: true,
      trainFree: true,
      zeroRetentionOnly: true,
    });
  });
});

describe("retention", () => {
  it("none removes existing rows of this workspace only, and leaves a receipt", async () => {
    const [mine, theirs] = [await createWorkspace(), await createWorkspace()];
    await record(mine, "d30", [1, 10, 20]);
    await record(theirs, "d30", [1]);
    await updatePrivacySettings(mine.actor, { retention: "none" }, await consentTo(mine.actor, "none"));
    await applyRetention();
    expect(await rowsOf(mine)).toEqual([]);
    expect(await rowsOf(theirs)).toEqual(["d30"]);
    const receipts = await db().purgeReceipt.findMany({ where: { workspaceId: mine.workspaceId } });
    expect(receipts).toMatchObject([{ subject: "generations", rows: 3n }]);
    const summary = await summarizeData(mine.actor);
    expect(summary.generations).toMatchObject({ count: 0, more: false });
  });

  it("that removes rows needs their number, and nothing changes without it", async () => {
    const mine = await createWorkspace();
    await record(mine, "d30", [1, 10, 20]);
    const keepNothing = (typed: string, countedAt: Date | null = null) =>
      updatePrivacySettings(mine.actor, { retention: "none" }, { typed, countedAt });
    const refused = { ok: false, code: "removal_not_confirmed", field: "confirmation" };
    expect(await updatePrivacySettings(mine.actor, { retention: "none" })).toMatchObject({
      ...refused,
      message: expect.stringContaining(
        "3 requests would be permanently deleted now. To confirm, type “delete 3”.",
      ),
    });
    for (const typed of ["", "delete", "delete 2", "delete 4"])
      expect(await keepNothing(typed)).toMatchObject(refused);
    // A page that claims to have counted long ago, or in the future, has not seen fewer rows.
    for (const countedAt of [new Date(0), new Date(Date.now() + dayMs), new Date(Date.now() - dayMs)])
      expect(await keepNothing("delete 1", countedAt)).toMatchObject(refused);
    expect(await getPrivacySettings(mine.workspaceId)).toEqual(defaultPrivacySettings);
    expect(await db().auditEvent.count({ where: { workspaceId: mine.workspaceId } })).toBe(0);
    // Requests of the last minutes may have been recorded after the page counted.
    const { countedAt } = await summarizeData(mine.actor);
    await record(mine, "d30", [0]);
    expect(await keepNothing("delete 3", countedAt)).toMatchObject({ ok: true });
  });

  it("that keeps rows longer, or removes none, needs no confirmation", async () => {
    const mine = await createWorkspace();
    await record(mine, "d30", [1, 29]);
    for (const retention of ["d90", "d30"] as const)
      expect(await updatePrivacySettings(mine.actor, { retention })).toMatchObject({ ok: true });
  });

  it("of 90 days moves older rows, and back at 30 days rows past it are removed", async () => {
    const mine = await createWorkspace();
    await record(mine, "d30", [1, 29]);
    await updatePrivacySettings(mine.actor, { retention: "d90" });
    await applyRetention();
    expect(await rowsOf(mine)).toEqual(["d90", "d90"]);
    await record(mine, "d90", [60]);
    expect((await summarizeData(mine.actor)).removedBy.d30).toEqual({ count: 1, more: false });
    await updatePrivacySettings(mine.actor, { retention: "d30" }, await consentTo(mine.actor, "d30"));
    await applyRetention();
    expect(await rowsOf(mine)).toEqual(["d30", "d30"]);
  });
});

describe("stored content", () => {
  it("is listed and deleted only by admins of its own workspace", async () => {
    const [mine, theirs] = [await createWorkspace(), await createWorkspace()];
    const [first, second] = [await store(mine), await store(mine)];
    expect(await listPromptLogs({ ...mine.actor, role: "member" })).toMatchObject({ ok: false });
    expect(await deletePromptLogs(theirs.actor, { generationId: first })).toMatchObject({
      code: "not_found",
    });
    const listed = await listPromptLogs(mine.actor, { limit: 1 });
    expect(listed).toMatchObject({
      ok: true,
      value: { rows: [{ generationId: second }], nextCursor: second },
    });
    expect(await listPromptLogs(mine.actor, { cursor: second })).toMatchObject({
      value: { rows: [{ generationId: first }] },
    });
    expect(await deletePromptLogs(mine.actor)).toEqual({
      ok: true,
      value: { removed: 2, more: false },
    });
    expect(await listPromptLogs(mine.actor)).toMatchObject({ value: { rows: [] } });
  });

  it("decrypts, whole, only for an admin of its own workspace, and is audited", async () => {
    const [mine, theirs] = [await createWorkspace(), await createWorkspace()];
    const owner = { workspaceId: mine.workspaceId, generationId: uuidv7() };
    const content = {
      input: { messages: [{ role: "user", content: "canary" }] },
      output: { completion: "sings" },
    };
    keepContent(owner, new Redacted<unknown>(content), performance.now());
    await drainContent();
    const raw = await sqlPool().query<{ text: string }>(
      "select encode(ciphertext, 'escape') as text from prompt_logs where generation_id = $1",
      [owner.generationId],
    );
    expect(raw.rows[0]?.text).not.toContain("canary");
    expect(await readPromptLog({ ...mine.actor, role: "member" }, owner.generationId)).toMatchObject({
      code: "not_allowed",
    });
    expect(await readPromptLog(theirs.actor, owner.generationId)).toMatchObject({ code: "not_found" });
    const opened = await readPromptLog(mine.actor, owner.generationId);
    expect(opened.ok && opened.value.expose()).toEqual({
      input: content.input,
      choices: [{ text: "sings" }],
      isCut: false,
    });
    const entries = await db().auditEvent.findMany({ where: { workspaceId: mine.workspaceId } });
    expect(entries).toMatchObject([{ action: "prompt_log.read", targetId: owner.generationId }]);
    expect(JSON.stringify(entries)).not.toContain("canary");
  });

  it("expires on time, and still exists a second before", async () => {
    const mine = await createWorkspace();
    const [kept, expired] = [await store(mine), await store(mine)];
    await sqlPool().query(
      "update prompt_logs set created_at = now() - interval '30 days' + interval '20 seconds' where generation_id = $1",
      [kept],
    );
    await sqlPool().query(
      "update prompt_logs set created_at = now() - interval '30 days' - interval '1 second' where generation_id = $1",
      [expired],
    );
    await purgeExpired();
    expect(await listPromptLogs(mine.actor)).toMatchObject({ value: { rows: [{ generationId: kept }] } });
  });
});

async function store({ workspaceId }: MadeWorkspace): Promise<string> {
  const generationId = uuidv7();
  await db().promptLog.create({
    data: { workspaceId, generationId, nonce: new Uint8Array(12), ciphertext: new Uint8Array(40) },
  });
  return generationId;
}

async function rowsOf({ workspaceId }: MadeWorkspace): Promise<string[]> {
  const { rows } = await sqlPool().query<{ retention: string }>(
    "select retention from generations where workspace_id = $1",
    [workspaceId],
  );
  return rows.map((row) => row.retention);
}

async function record(
  { workspaceId, userId }: MadeWorkspace,
  retention: RetentionChoice,
  agesDays: readonly number[],
): Promise<void> {
  const rows = agesDays.map((days) =>
    finishedGeneration({
      workspaceId,
      id: idOf(new Date(Date.now() - days * dayMs)),
      retention,
      keyId: randomUUID(),
      memberId: userId,
      costNanos: 0n,
    }),
  );
  await sqlTransaction((client) => recordGenerations(client, rows));
  await foldUsage();
}

/** A UUIDv7 of a moment in the past. */
function idOf(moment: Date): string {
  const time = moment.getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${uuidv7().slice(15)}`;
}

it("counts the requests of its own keys for a member, and no stored content", async () => {
  const mine = await createWorkspace();
  const member = { ...mine.actor, userId: uuidv7(), role: "member" as const };
  await record(mine, "d30", [1, 2]);
  await store(mine);
  const usage = async () => {
    const { of, generations, promptLogs, removedBy } = await summarizeData(member);
    return [of, generations.count, promptLogs.count, removedBy.none.count];
  };
  expect(await usage()).toEqual(["member", 0, 0, 0]);
  const keyId = await createSpendingKey(mine.workspaceId);
  await db().apiKey.update({ where: { id: keyId }, data: { creatorUserId: member.userId } });
  const own = finishedGeneration({
    workspaceId: mine.workspaceId,
    keyId,
    memberId: member.userId,
    costNanos: 0n,
  });
  await sqlTransaction((client) => recordGenerations(client, [own]));
  expect(await usage()).toEqual(["member", 1, 0, 0]);
  expect(await summarizeData(mine.actor)).toMatchObject({ of: "workspace", generations: { count: 3 } });
});

describe("erasure", () => {
  it("deletes the activity of a deleted workspace, but not its money or other workspaces", async () => {
    const [mine, theirs] = [await createWorkspace({ credits: 5n }), await createWorkspace()];
    await record(mine, "d30", [1, 2]);
    await record(theirs, "d30", [1]);
    await store(mine);
    await db().workspace.update({ where: { id: mine.workspaceId }, data: { deletedAt: new Date() } });
    await eraseWorkspaces();
    expect(await rowsOf(mine)).toEqual([]);
    expect(await db().promptLog.count({ where: { workspaceId: mine.workspaceId } })).toBe(0);
    expect(await db().usageDimensionDay.count({ where: { workspaceId: mine.workspaceId } })).toBe(0);
    expect(await db().transfer.count({ where: { workspaceId: mine.workspaceId } })).toBe(1);
    expect(await rowsOf(theirs)).toEqual(["d30"]);
  });
});

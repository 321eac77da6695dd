import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { exportGenerations } from "@/lib/activity/export-generations";
import { findGeneration } from "@/lib/activity/find-generation";
import { foldUsage } from "@/lib/activity/fold-usage";
import { forgetEndUsers } from "@/lib/activity/forget-end-users";
import { listGenerations } from "@/lib/activity/list-generations";
import { recordGenerations } from "@/lib/activity/record-generations";
import { parseActivityFilters } from "@/lib/activity/rules/parse-filters";
import { closeDb, db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import type { Retention } from "@/lib/kernel/privacy-settings";
import { Redacted } from "@/lib/kernel/redacted";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { finishedGeneration, generationIdAt } from "@/lib/testing/generations";
import { consentTo } from "@/lib/testing/removal-consent";
import { linesOf } from "@/lib/testing/exports";
import { applyRetention } from "./apply-retention";
import { drainContent, keepContent } from "./keep-content";
import { listPromptLogs } from "./list-prompt-logs";
import { listReceipts } from "./list-receipts";
import { readPromptLog } from "./read-prompt-log";
import { summarizeData } from "./summarize-data";
import { updatePrivacySettings } from "./update-privacy-settings";

await testDatabase();
beforeAll(() => ensurePartitions({ from: daysAgo(100), to: daysAgo(-1) }));
afterAll(closeDb);

const daysAgo = (days: number) => new Date(Date.now() - days * msPerDay);
const content = new Redacted({ input: "a prompt", output: { completion: "a completion" } });

async function record(
  { workspaceId }: MadeWorkspace,
  retention: "d30" | "d90",
  ages: readonly number[],
  endUser: string | null = null,
): Promise<string[]> {
  const rows = ages.map((days) => {
    const id = generationIdAt(daysAgo(days));
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
  return rows.map(({ id }) => id);
}

async function choose({ actor }: MadeWorkspace, retention: Retention): Promise<void> {
  const consent = retention === "d90" ? null : await consentTo(actor, retention);
  expect(await updatePrivacySettings(actor, { retention }, consent)).toMatchObject({ ok: true });
}

const rowsOf = async ({ workspaceId }: MadeWorkspace) =>
  (await sqlPool().query<{ id: string }>("select id from generations where workspace_id = $1", [workspaceId]))
    .rows;

async function expectShown({ actor }: MadeWorkspace, shown: readonly string[]): Promise<void> {
  const filters = parseActivityFilters({ from: day(95), to: day(0) });
  const ids = (await listGenerations(actor, filters)).rows.map(({ id }) => id);
  expect(ids.toSorted()).toEqual(shown.toSorted());
  const exported = await linesOf(exportGenerations(actor, filters, undefined, "ndjson"));
  expect(exported.lines).toHaveLength(shown.length);
  expect((await summarizeData(actor)).generations.count).toBe(shown.length);
  for (const id of shown) expect(await findGeneration(actor, id)).not.toBeNull();
}

const day = (days: number) => daysAgo(days).toISOString().slice(0, 10);

describe("requests whose removal was confirmed", () => {
  it("do not come back with a longer retention, nor does their content, and are deleted under it", async () => {
    const mine = await createWorkspace();
    await updatePrivacySettings(mine.actor, { logPrompts: true });
    const [first = "", second = ""] = await record(mine, "d30", [2, 0]);
    const owner = { workspaceId: mine.workspaceId, generationId: second };
    keepContent(owner, content, performance.now() - 1_000);
    await drainContent();
    expect(await readPromptLog(mine.actor, second)).toMatchObject({ ok: true });
    await updatePrivacySettings(mine.actor, { logPrompts: false });

    await choose(mine, "none");
    await choose(mine, "d90");
    const [later = ""] = await record(mine, "d90", [0]);
    await expectShown(mine, [later]);
    for (const id of [first, second]) expect(await findGeneration(mine.actor, id)).toBeNull();
    expect(await listPromptLogs(mine.actor)).toMatchObject({ value: { rows: [] } });
    expect(await readPromptLog(mine.actor, second)).toMatchObject({ code: "not_found" });
    expect((await summarizeData(mine.actor)).promptLogs.count).toBe(0);

    await applyRetention();
    expect((await rowsOf(mine)).map(({ id }) => id)).toEqual([later]);
    expect(await db().promptLog.count({ where: { workspaceId: mine.workspaceId } })).toBe(0);
    const listed = await listReceipts(mine.actor, { cause: "retention" });
    const receipts = listed.ok ? listed.value.rows.map(({ subject, rows }) => [subject, rows]) : [];
    expect(receipts.toSorted()).toEqual([
      ["generations", 2n],
      ["prompt_logs_expired", 1n],
    ]);
  });

  it("stay removed after 30 days were chosen in between; the mark never moves back", async () => {
    const mine = await createWorkspace();
    await choose(mine, "d90");
    const [, younger = ""] = await record(mine, "d90", [40, 10]);
    await choose(mine, "d30");
    await choose(mine, "d90");
    await expectShown(mine, [younger]);
    await choose(mine, "none");
    await choose(mine, "d90");
    // Nothing is left to remove, so this needs no number, and it must not undo the earlier removal.
    expect(await updatePrivacySettings(mine.actor, { retention: "d30" })).toMatchObject({ ok: true });
    await expectShown(mine, []);
    await applyRetention();
    expect(await rowsOf(mine)).toEqual([]);
  });

  it("leave no content when they end after the removal; that of later requests is stored", async () => {
    const mine = await createWorkspace();
    const [running, later] = [uuidv7(), uuidv7()];
    const beganMs = performance.now();
    await choose(mine, "none");
    await updatePrivacySettings(mine.actor, { retention: "d90", logPrompts: true });
    keepContent({ workspaceId: mine.workspaceId, generationId: running }, content, beganMs);
    keepContent({ workspaceId: mine.workspaceId, generationId: later }, content, performance.now() + 200);
    await drainContent();
    const stored = await db().promptLog.findMany({ where: { workspaceId: mine.workspaceId } });
    expect(stored.map(({ generationId }) => generationId)).toEqual([later]);
  });

  it("lose the names of their end users, except those of later requests", async () => {
    const mine = await createWorkspace();
    await record(mine, "d30", [0, 10], "ada");
    await record(mine, "d30", [0], "bob");
    await choose(mine, "none");
    await choose(mine, "d90");
    await record(mine, "d90", [0], "bob");
    await foldUsage();
    await forgetEndUsers();
    const { rows } = await sqlPool().query<{ value: string }>(
      `select distinct value from usage_dimension_days where workspace_id = $1 and dimension = 'end_user' and value <> ''
       union select distinct value from usage_quarter_hours where workspace_id = $1 and dimension = 'end_user' and value <> ''`,
      [mine.workspaceId],
    );
    expect(rows).toEqual([{ value: "bob" }]);
  });
});

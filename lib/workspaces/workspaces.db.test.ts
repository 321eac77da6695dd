import { afterAll, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { listAudit } from "@/lib/audit/list-audit";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { getChecklist } from "./get-checklist";
import { getWorkspace } from "./get-workspace";
import { presentMembers } from "./present-members";
import { adoptTimeZone, updateWorkspace } from "./update-workspace";

await testDatabase();
afterAll(closeDb);

it("owners and admins change a workspace, with an audit entry; members and other users cannot", async () => {
  const { actor } = await createWorkspace();
  const input = { name: "Research", timeZone: "Asia/Kolkata" };
  expect(await updateWorkspace({ ...actor, role: "member" }, input)).toMatchObject({
    ok: false,
    code: "not_allowed",
  });
  expect(await updateWorkspace({ ...actor, workspaceId: uuidv7() }, input)).toMatchObject({
    ok: false,
    code: "not_found",
  });
  expect(await updateWorkspace({ ...actor, role: "admin" }, input)).toMatchObject({ ok: true });
  expect(await getWorkspace(actor)).toMatchObject({ ...input, isPersonal: true });
  expect(await listAudit(actor.workspaceId, { limit: 100 })).toMatchObject([
    { action: "workspace.changed", actorUserId: actor.userId, before: { timeZone: "UTC" }, after: input },
  ]);
});

it("adopts the browser's zone once, only before any day is counted, and never over a choice", async () => {
  const { actor } = await createWorkspace();
  await adoptTimeZone(actor.userId, "Mars/Olympus");
  expect((await getWorkspace(actor)).timeZone).toBe("UTC");
  await adoptTimeZone(actor.userId, "Europe/Vienna");
  await adoptTimeZone(actor.userId, "Asia/Tokyo");
  expect((await getWorkspace(actor)).timeZone).toBe("Europe/Vienna");
  const busy = await createWorkspace();
  await db().usageDay.create({ data: { ...usage, workspaceId: busy.workspaceId, keyId: uuidv7() } });
  await adoptTimeZone(busy.userId, "Europe/Vienna");
  expect((await getWorkspace(busy.actor)).timeZone).toBe("UTC");
});

it("ticks the first steps as they happen", async () => {
  const { actor } = await createWorkspace();
  expect(await getChecklist(actor)).toMatchObject({
    addressConfirmed: true,
    creditsAdded: false,
    keyMade: false,
    requestSent: false,
    privacySet: false,
    isDone: false,
  });
  const { workspaceId } = actor;
  await db().usageDay.create({ data: { ...usage, workspaceId, keyId: uuidv7() } });
  await db().privacySettings.create({ data: { workspaceId } });
  expect(await getChecklist(actor)).toMatchObject({ requestSent: true, privacySet: true, isDone: false });
});

const usage = {
  spanStart: new Date("2026-11-21"),
  model: "sandbox/a",
  provider: "sandbox",
  requests: 1n,
  errors: 0n,
  promptTokens: 1n,
  completionTokens: 1n,
  reasoningTokens: 0n,
  cachedTokens: 0n,
  costNanos: 1n,
};

it("who left a workspace, or was never in it, is not one of its present members", async () => {
  const { actor } = await createWorkspace();
  const { workspaceId, userId } = actor;
  const join = async (removedAt: Date | null) => {
    const other = await createWorkspace();
    const data = { workspaceId, userId: other.userId, role: "member", removedAt } as const;
    await db().member.create({ data, select: { userId: true } });
    return other.userId;
  };
  const [present, left] = [await join(null), await join(new Date())];
  const { userId: stranger } = await createWorkspace();
  expect(await presentMembers(actor, [userId, null, present, left, stranger])).toEqual(
    new Set([userId, present]),
  );
});

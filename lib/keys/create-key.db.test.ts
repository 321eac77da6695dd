import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createKey } from "./create-key";

await testDatabase();
afterAll(closeDb);

it("a user who left the workspace after opening the page cannot create a key there", async () => {
  const { actor, workspaceId, userId } = await createWorkspace();
  const member = { workspaceId_userId: { workspaceId, userId } };
  expect(await createKey(actor, { name: "Before" })).toMatchObject({ ok: true });
  await db().member.update({ where: member, data: { removedAt: new Date() } });
  expect(await createKey(actor, { name: "After" })).toMatchObject({ ok: false, code: "not_allowed" });
  expect(await db().keySecret.count({ where: { key: { workspaceId } } })).toBe(1);
});

it("a user who is no longer an admin can create inference keys, but no management keys", async () => {
  const { actor, workspaceId, userId } = await createWorkspace();
  const member = { workspaceId_userId: { workspaceId, userId } };
  await db().member.update({ where: member, data: { role: "member" } });
  const managing = await createKey(actor, { name: "Managing", kind: "management" });
  expect(managing).toMatchObject({ ok: false, code: "not_allowed" });
  expect(await createKey(actor, { name: "Inference" })).toMatchObject({ ok: true });
});

it("a member of one workspace cannot create a key in another", async () => {
  const [ada, eve] = [await createWorkspace(), await createWorkspace()];
  const intruder = { ...ada.actor, workspaceId: eve.workspaceId };
  expect(await createKey(intruder, { name: "Foreign" })).toMatchObject({ ok: false, code: "not_allowed" });
  expect(await db().apiKey.count({ where: { workspaceId: eve.workspaceId } })).toBe(0);
});

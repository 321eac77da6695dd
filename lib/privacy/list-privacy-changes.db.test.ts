import { afterAll, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { closeDb, transaction } from "@/lib/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { listPrivacyChanges } from "./list-privacy-changes";
import { updatePrivacySettings } from "./update-privacy-settings";

await testDatabase();
afterAll(closeDb);

it("lists each change of the settings with its time and person, in pages, to every member and to no one else", async () => {
  const [own, other] = [await createWorkspace(), await createWorkspace()];
  const begun = Date.now();
  await updatePrivacySettings(other.actor, { mayPublish: true });
  await updatePrivacySettings(own.actor, { logPrompts: true });
  await updatePrivacySettings(own.actor, { trainFree: true, ignoredProviders: ["quarry"] });
  await updatePrivacySettings(own.actor, { logPrompts: false });
  // Other entries of the log are no consent.
  await transaction((tx) =>
    recordAudit(tx, {
      workspaceId: own.workspaceId,
      actorUserId: own.userId,
      action: "key.created",
      targetId: uuidv7(),
    }),
  );
  const member = { ...own.actor, role: "member" as const };
  const first = await listPrivacyChanges(member, { limit: 2 });
  expect(first.rows.map(({ sentences }) => sentences)).toEqual([
    ["Prompt logging turned off."],
    ["Free endpoints that train on inputs allowed.", "Ignored providers: quarry."],
  ]);
  for (const { at, actorUserId } of first.rows) {
    expect(actorUserId).toBe(own.userId);
    expect(at.getTime()).toBeGreaterThanOrEqual(begun - 1_000);
  }
  const second = await listPrivacyChanges(member, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect(second.rows.map(({ sentences }) => sentences)).toEqual([["Prompt logging turned on."]]);
  expect(second.nextCursor).toBeNull();
  // A rejected change leaves no line, and a cursor of another workspace opens nothing of it.
  await updatePrivacySettings(member, { trainPaid: true });
  expect((await listPrivacyChanges(own.actor)).rows).toHaveLength(3);
  const foreign = await listPrivacyChanges(other.actor, { cursor: first.rows[0]?.id });
  expect(foreign.rows.map(({ sentences }) => sentences)).toEqual([
    ["Endpoints that may publish inputs allowed."],
  ]);
});

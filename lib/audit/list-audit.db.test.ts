import { afterAll, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { closeDb, transaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { listAudit } from "./list-audit";
import { recordAudit } from "./record-audit";

await testDatabase();
afterAll(closeDb);

it("lists the newest lines about one thing, never another workspace's", async () => {
  const [own, other] = [await createWorkspace(), await createWorkspace()];
  const targetId = uuidv7();
  const record = (workspace: typeof own, action: string, target = targetId) =>
    transaction((tx) =>
      recordAudit(tx, {
        workspaceId: workspace.workspaceId,
        actorUserId: own.userId,
        action,
        targetId: target,
      }),
    );
  for (const action of ["key.created", "key.changed", "key.deleted"]) await record(own, action);
  await record(other, "key.foreign");
  await record(own, "key.elsewhere", uuidv7());
  const actions = async (limit: number) =>
    (await listAudit(own.workspaceId, { targetId, limit })).map(({ action }) => action);
  expect(await actions(10)).toEqual(["key.deleted", "key.changed", "key.created"]);
  expect(await actions(2)).toEqual(["key.deleted", "key.changed"]);
  const [newest] = await listAudit(own.workspaceId, { targetId, limit: 1 });
  const older = await listAudit(own.workspaceId, { olderThan: newest?.id, action: "key.created", limit: 10 });
  expect(older.map(({ action }) => action)).toEqual(["key.created"]);
});

import { afterAll, beforeEach, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createKey } from "./create-key";
import { deleteKey } from "./delete-key";
import { updateKey } from "./update-key";

await testDatabase();
afterAll(closeDb);

let actor: Actor;
let id: string;

beforeEach(async () => {
  ({ actor } = await createWorkspace());
  const made = await createKey(actor, { name: "First", limitNanos: 5n });
  if (!made.ok) throw new Error(made.code);
  id = made.value.key.id;
});

const row = () => db().apiKey.findUniqueOrThrow({ where: { id } });
const actions = async () => {
  const entries = await db().auditEvent.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { id: "asc" },
  });
  return entries.map(({ action }) => action);
};

it("concurrent edits of different fields are all kept, each with a version and one line of the audit log", async () => {
  const before = (await row()).version;
  const edits = [
    { name: "Second" },
    { disabled: true },
    { limitNanos: 7n },
    { limitReset: "daily" as const },
  ];
  const outcomes = await Promise.all(edits.map((change) => updateKey(actor, { id }, change)));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  const after = await row();
  expect(after).toMatchObject({
    name: "Second",
    disabledAt: expect.any(Date),
    version: before + BigInt(edits.length),
  });
  const meter = await db().meter.findUniqueOrThrow({ where: { id } });
  expect(meter).toMatchObject({ limitNanos: 7n, limitReset: "daily" });
  expect(await actions()).toEqual(["key.created", ...edits.map(() => "key.changed")]);
});

it("a change of what counts toward the limit is in the audit log", async () => {
  await updateKey(actor, { id }, { includeByokInLimit: true });
  const { before, after } = await db().auditEvent.findFirstOrThrow({
    where: { targetId: id, action: "key.changed" },
  });
  expect([before, after]).toMatchObject([{ includeByokInLimit: false }, { includeByokInLimit: true }]);
});

it("an edit and a deletion at the same time leave a deleted key and no secret that works", async () => {
  const [, deleted] = await Promise.all([
    updateKey(actor, { id }, { name: "Second" }),
    deleteKey(actor, { id }),
    updateKey(actor, { id }, { disabled: true }),
  ]);
  expect(deleted).toMatchObject({ ok: true });
  expect((await row()).deletedAt).not.toBeNull();
  expect(await db().keySecret.count({ where: { keyId: id, expiresAt: null } })).toBe(0);
  expect(await updateKey(actor, { id }, { name: "Third" })).toMatchObject({ ok: false, code: "not_found" });
  expect(await deleteKey(actor, { id })).toMatchObject({ ok: false, code: "not_found" });
  expect((await actions()).filter((action) => action === "key.deleted")).toHaveLength(1);
});

it("another workspace's key does not exist, and nothing of the attempt is recorded", async () => {
  const { actor: other } = await createWorkspace();
  expect(await updateKey(other, { id }, { name: "Taken" })).toMatchObject({ ok: false, code: "not_found" });
  expect(await deleteKey(other, { id })).toMatchObject({ ok: false, code: "not_found" });
  expect(await row()).toMatchObject({ name: "First", deletedAt: null });
  expect(await db().auditEvent.count({ where: { workspaceId: other.workspaceId } })).toBe(0);
});

it("a change whose line in the audit log cannot be written does not happen", async () => {
  await asOwner((client) =>
    client.query(
      `alter table audit_events add constraint test_refuses check (workspace_id <> '${actor.workspaceId}') not valid`,
    ),
  );
  await expect(updateKey(actor, { id }, { name: "Second", limitNanos: 9n })).rejects.toThrow();
  await expect(deleteKey(actor, { id })).rejects.toThrow();
  expect(await row()).toMatchObject({ name: "First", deletedAt: null });
  expect(await db().meter.findUniqueOrThrow({ where: { id } })).toMatchObject({ limitNanos: 5n });
});

import { afterAll, beforeEach, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import type { Actor, Role } from "@/lib/kernel/actor";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { type MadeKey, makeKey } from "@/lib/testing/keys";
import { authenticateKey } from "./authenticate-key";
import { deleteKey } from "./delete-key";
import { endOldSecret } from "./end-old-secret";
import { listOldSecrets } from "./list-old-secrets";
import { rotateKey } from "./rotate-key";
import { updateKey } from "./update-key";

await testDatabase();
afterAll(closeDb);

const from = { channel: "console", origin: unknownOrigin } as const;

let made: MadeWorkspace;
let actor: Actor;
let key: MadeKey;

beforeEach(async () => {
  made = await createWorkspace();
  actor = made.actor;
  key = await makeKey(actor);
});

async function join(role: Role): Promise<Actor> {
  const { userId } = await createWorkspace();
  const { workspaceId } = made;
  await db().member.create({ data: { workspaceId, userId, role } });
  return { userId, workspaceId, role };
}

/** The role that someone has by now, whatever it was when their request began; null: they left. */
async function setRole({ workspaceId, userId }: Actor, role: Role | null): Promise<void> {
  await db().member.update({
    where: { workspaceId_userId: { workspaceId, userId } },
    data: role === null ? { removedAt: new Date() } : { role },
  });
}

const rotate = (overlapHours: number, by = actor, { id, label } = key) =>
  rotateKey(by, { id }, { overlapHours, seenLabel: label }, from);
const secretCount = ({ id } = key) => db().keySecret.count({ where: { keyId: id } });

it("expired keys, and keys of someone who left, are refused with a reason", async () => {
  const { id } = key;
  const refusedBecause = (word: string) => ({
    code: "key_not_active",
    message: expect.stringContaining(word),
  });
  await db().apiKey.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await rotate(24)).toMatchObject(refusedBecause("expired"));
  await updateKey(actor, { id }, { disabled: true });
  expect(await rotate(0), "disabled too").toMatchObject(refusedBecause("expired"));
  await updateKey(actor, { id }, { disabled: false });
  await db().apiKey.update({ where: { id }, data: { expiresAt: null } });
  const { actor: outsider } = await createWorkspace();
  await db().apiKey.update({ where: { id }, data: { creatorUserId: outsider.userId } });
  expect(await rotate(24)).toMatchObject(refusedBecause("left"));
  for (const hours of [-1, 0.5, 169, Number.NaN])
    expect(await rotate(hours), `${hours}`).toMatchObject({ code: "overlap_invalid" });
  expect(await secretCount()).toBe(1);
  expect(await authenticateKey(key.secret, { fresh: true })).toBeNull();
});

it("a disabled key is rotated without an overlap and stays disabled, and no secret from before works when it is enabled", async () => {
  const { id } = key;
  const second = await rotate(24);
  if (!second.ok) throw new Error(second.code);
  await updateKey(actor, { id }, { disabled: true });
  const again = { ...key, label: second.value.key.label, secret: second.value.secret };
  expect(await rotate(1, actor, again)).toMatchObject({
    code: "overlap_invalid",
    field: "overlapHours",
    message: expect.stringContaining("without an overlap"),
  });
  const third = await rotate(0, actor, again);
  if (!third.ok) throw new Error(third.code);
  expect(third.value).toMatchObject({
    key: { state: "disabled" },
    oldEndsAt: null,
    endedLabel: key.label,
  });
  const works = async () =>
    Promise.all(
      [key.secret, again.secret, third.value.secret].map(
        async (secret) => (await authenticateKey(secret, { fresh: true })) !== null,
      ),
    );
  expect(await works()).toEqual([false, false, false]);
  const mail = await db().outboxMail.findFirstOrThrow({
    where: { recipient: made.email, kind: "key_rotated" },
    orderBy: { id: "desc" },
  });
  expect(mail.text).toContain("The key is disabled, and stays so");
  expect(mail.text).not.toContain("disable-key?token=");
  await updateKey(actor, { id }, { disabled: false });
  expect(await works()).toEqual([false, false, true]);
});

it("someone else's key is not found", async () => {
  const { actor: outsider } = await createWorkspace();
  const member = await join("member");
  for (const by of [outsider, member]) {
    expect(await rotate(0, by)).toMatchObject({ code: "not_found" });
    expect(await endOldSecret(by, { id: key.id }, key.label, from)).toMatchObject({ code: "not_found" });
    expect((await listOldSecrets(by, [key.id])).size).toBe(0);
  }
});

it("rights that were lost since the request began are lost", async () => {
  await rotate(24);
  const { id } = key;
  const { label } = await db().apiKey.findUniqueOrThrow({ where: { id } });
  const demoted = await join("admin");
  const own = await makeKey(demoted);
  const manager = await makeKey(demoted, { kind: "management" });
  await setRole(demoted, "member");
  expect(await rotate(0, demoted, { ...key, label }), "another's key").toMatchObject({ code: "not_found" });
  expect(await endOldSecret(demoted, { id }, key.label, from)).toMatchObject({ code: "not_found" });
  expect(await rotate(0, demoted, manager), "a management key").toMatchObject({ code: "not_allowed" });
  expect(await rotate(0, demoted, own), "their own key").toMatchObject({ ok: true });
  await setRole(demoted, null);
  const { label: current } = await db().apiKey.findUniqueOrThrow({ where: { id: own.id } });
  expect(await rotate(0, demoted, { ...own, label: current }), "after leaving").toMatchObject({
    code: "not_found",
  });
  expect((await listOldSecrets(actor, [id])).size, "the old secret of the owner's key works on").toBe(1);
});

it("a management key is rotated by its creator alone, and other admins disable or delete it", async () => {
  const manager = await makeKey(actor, { kind: "management" });
  const admin = await join("admin");
  expect(await rotate(0, admin, manager)).toMatchObject({
    code: "not_allowed",
    message: expect.stringContaining("Only its creator"),
  });
  expect(await authenticateKey(manager.secret)).not.toBeNull();
  expect(await rotate(0, actor, manager)).toMatchObject({ ok: true });
  expect(
    await db().outboxMail.count({ where: { recipient: made.email, kind: "management_key_rotated" } }),
  ).toBe(1);
  expect(await updateKey(admin, { id: manager.id }, { disabled: true })).toMatchObject({ ok: true });
  expect(await deleteKey(admin, { id: manager.id }, from)).toMatchObject({ ok: true });
});

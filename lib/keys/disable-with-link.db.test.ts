import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { authenticateKey } from "./authenticate-key";
import { createKey } from "./create-key";
import { deleteKey } from "./delete-key";
import { disableWithLink, findLinkedKey } from "./disable-with-link";
import { mintDisableToken } from "./internal/disable-token";
import { disableLinkMs } from "./rules/disable-link";
import { updateKey } from "./update-key";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

/** A key with the token of the link in its mail. */
async function keyWithLink(made: MadeWorkspace) {
  const created = await createKey(made.actor, { name: "Production" });
  if (!created.ok) throw new Error(created.code);
  const { key, secret } = created.value;
  const mail = await db().outboxMail.findFirstOrThrow({
    where: { recipient: made.email, kind: "key_created" },
    orderBy: { id: "desc" },
    select: { text: true, html: true },
  });
  const [, token = ""] = /disable-key\?token=(\S+)/.exec(mail.text) ?? [];
  expect(mail.html).toContain(token);
  return { key, secret, token };
}

const isLive = async (secret: string) => (await authenticateKey(secret)) !== null;

async function changesOf(keyId: string): Promise<number> {
  return db().auditEvent.count({ where: { targetId: keyId, action: "key.changed" } });
}

test("reading the link changes nothing, however often scanners open it; disabling with it stops the key", async () => {
  const made = await createWorkspace();
  const { key, secret, token } = await keyWithLink(made);
  const seen = await Promise.all(Array.from({ length: 5 }, () => findLinkedKey(token)));
  expect(seen.map((one) => one?.state)).toEqual(Array(5).fill("active"));
  expect(await isLive(secret)).toBe(true);
  expect(await changesOf(key.id)).toBe(0);
  expect(await disableWithLink(token)).toMatchObject({ ok: true, value: { id: key.id, state: "disabled" } });
  expect(await isLive(secret)).toBe(false);
  const entry = await db().auditEvent.findFirstOrThrow({
    where: { targetId: key.id, action: "key.changed" },
  });
  expect(entry).toMatchObject({
    workspaceId: made.workspaceId,
    actorUserId: made.userId,
    before: { state: "active" },
    after: { state: "disabled", via: "link in a mail" },
  });
});

test("repeated and concurrent use disables once and records once; other changes of the key stay possible", async () => {
  const made = await createWorkspace();
  const { key, token } = await keyWithLink(made);
  await updateKey(made.actor, { id: key.id }, { name: "Renamed" });
  const results = await Promise.all(Array.from({ length: 8 }, () => disableWithLink(token)));
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await disableWithLink(token)).toMatchObject({ ok: true, value: { state: "disabled" } });
  // One renames, one disables.
  expect(await changesOf(key.id)).toBe(2);
  expect(await findLinkedKey(token)).toMatchObject({ name: "Renamed", state: "disabled" });
});

test("a key that its owner disabled already stays as it is", async () => {
  const made = await createWorkspace();
  const { key, token } = await keyWithLink(made);
  await updateKey(made.actor, { id: key.id }, { disabled: true });
  const { disabledAt } = await db().apiKey.findFirstOrThrow({ where: { id: key.id } });
  expect(await disableWithLink(token)).toMatchObject({ ok: true, value: { state: "disabled" } });
  expect((await db().apiKey.findFirstOrThrow({ where: { id: key.id } })).disabledAt).toEqual(disabledAt);
  expect(await changesOf(key.id)).toBe(1);
});

test("a link works for seven days", async () => {
  const made = await createWorkspace();
  const { key } = await keyWithLink(made);
  const linked = { workspaceId: made.workspaceId, userId: made.userId, keyId: key.id };
  const issued = (agoMs: number) => mintDisableToken(linked, made.email, new Date(Date.now() - agoMs));
  expect(await findLinkedKey(issued(disableLinkMs - 60_000))).toMatchObject({ id: key.id });
  const expired = issued(disableLinkMs);
  expect(await findLinkedKey(expired)).toBeNull();
  expect(await disableWithLink(expired)).toMatchObject({ ok: false, code: "link_invalid" });
});

test("no changed token reaches a key: not another tenant's, not a colleague's, not with a later expiry", async () => {
  const [made, other] = [await createWorkspace(), await createWorkspace()];
  const { key, token } = await keyWithLink(made);
  const theirs = await keyWithLink(other);
  const [payload = "", mac = ""] = token.split(".");
  const [theirPayload = "", theirMac = ""] = theirs.token.split(".");
  const later = Buffer.from(payload, "base64url");
  later.writeUIntBE(later.readUIntBE(48, 6) + 1, 48, 6);
  const forged = [
    `${theirPayload}.${mac}`,
    `${payload}.${theirMac}`,
    `${later.toString("base64url")}.${mac}`,
    `${payload}.${"A".repeat(43)}`,
    `${payload}.`,
    payload,
    "none",
    "",
    // Correctly signed, but for a key of another workspace, and for a workspace of which the user is no member.
    mintDisableToken(
      { workspaceId: made.workspaceId, userId: made.userId, keyId: theirs.key.id },
      made.email,
    ),
    mintDisableToken(
      { workspaceId: other.workspaceId, userId: made.userId, keyId: theirs.key.id },
      made.email,
    ),
  ];
  for (const one of forged) {
    expect(await findLinkedKey(one), one).toBeNull();
    expect(await disableWithLink(one), one).toMatchObject({ ok: false, code: "link_invalid" });
  }
  for (const { secret } of [theirs]) expect(await isLive(secret)).toBe(true);
  expect(await changesOf(key.id)).toBe(0);
});

test("a link ends with the key, the membership, and the mailbox it was sent to", async () => {
  const deleted = await createWorkspace();
  const first = await keyWithLink(deleted);
  await deleteKey(deleted.actor, { id: first.key.id });
  expect(await disableWithLink(first.token)).toMatchObject({ ok: false });

  const left = await createWorkspace();
  const second = await keyWithLink(left);
  const { workspaceId, userId } = left;
  await db().member.updateMany({ where: { workspaceId, userId }, data: { removedAt: new Date() } });
  expect(await findLinkedKey(second.token)).toBeNull();
  expect(await disableWithLink(second.token)).toMatchObject({ ok: false });

  const moved = await createWorkspace();
  const third = await keyWithLink(moved);
  await db().user.update({ where: { id: moved.userId }, data: { email: `new-${moved.email}` } });
  expect(await disableWithLink(third.token)).toMatchObject({ ok: false });
  expect(await isLive(third.secret)).toBe(true);
});

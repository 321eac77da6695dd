import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { eraseAgain } from "@/lib/accounts/delete-account";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { makeKey } from "@/lib/testing/keys";
import { authenticateKey, cachedKey, clearKeyCache } from "./authenticate-key";
import { deleteKey } from "./delete-key";
import { listOldSecrets } from "./list-old-secrets";
import { rotateKey } from "./rotate-key";
import { updateKey } from "./update-key";

await testDatabase();
afterAll(closeDb);

const origin = {
  network: "203.0.113.0/24",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0",
};
const from = { channel: "console", origin } as const;

let made: MadeWorkspace;
let actor: Actor;
let id: string;
let label: string;
let first: string;

beforeEach(async () => {
  made = await createWorkspace();
  actor = made.actor;
  ({ id, label, secret: first } = await makeKey(actor));
});

const rotate = (overlapHours: number, seenLabel = label, by = actor) =>
  rotateKey(by, { id }, { overlapHours, seenLabel }, from);

async function rotated(overlapHours: number, seenLabel = label) {
  const outcome = await rotate(overlapHours, seenLabel);
  if (!outcome.ok) throw new Error(outcome.message ?? outcome.code);
  return outcome.value;
}

const works = async (secret: string) => (await authenticateKey(secret, { fresh: true }))?.keyId === id;
const secrets = () => db().keySecret.findMany({ where: { keyId: id }, orderBy: { createdAt: "asc" } });
const actions = async () =>
  (await db().auditEvent.findMany({ where: { targetId: id }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );

/** Moves the end of the old secret, as time would. */
async function endIn(milliseconds: number): Promise<void> {
  await sqlPool().query(
    "update key_secrets set expires_at = clock_timestamp() + $2 * interval '1 millisecond' where key_id = $1 and expires_at is not null",
    [id, milliseconds],
  );
}

/** Waits until so long before the end of the old secret, by the clock of the database. */
async function untilEndLess(milliseconds: number): Promise<void> {
  await sqlPool().query(
    "select pg_sleep_until(expires_at - $2 * interval '1 millisecond') from key_secrets where key_id = $1 and expires_at is not null",
    [id, milliseconds],
  );
}

it("both secrets are the same key during the overlap, and its public id stays", async () => {
  const { hash } = await db().apiKey.findUniqueOrThrow({ where: { id } });
  const { secret, key, oldEndsAt } = await rotated(24);
  expect((await listOldSecrets(actor, [id])).get(id)).toEqual({
    label,
    endsAt: oldEndsAt,
    replacedAt: key.updatedAt,
    lastUsedAt: null,
  });
  expect([await works(first), await works(secret)]).toEqual([true, true]);
  expect(key).toMatchObject({ id, hash, label: `${secret.slice(0, 12)}...${secret.slice(-3)}` });
  const [one, other] = [await authenticateKey(first), await authenticateKey(secret)];
  expect(one?.meterIds).toEqual([id]);
  expect(other).toEqual(one);
  const inOneDay = Date.now() + 24 * 3_600_000;
  expect(Math.abs((oldEndsAt?.getTime() ?? 0) - inOneDay)).toBeLessThan(60_000);
});

it("the old secret of a key that expires within the overlap ends with it, everywhere", async () => {
  const expiresAt = new Date(Date.now() + 2 * 3_600_000);
  ({ id, label } = await makeKey(actor, { expiresAt }));
  const { oldEndsAt } = await rotated(168);
  expect(oldEndsAt).toEqual(expiresAt);
  expect((await listOldSecrets(actor, [id])).get(id)?.endsAt).toEqual(expiresAt);
  const mail = await db().outboxMail.findFirstOrThrow({
    where: { recipient: made.email, kind: "key_rotated" },
  });
  expect(mail.text).toContain(`Old secret ends: ${mailMoment(expiresAt)}`);
  const event = await db().auditEvent.findFirstOrThrow({ where: { targetId: id, action: "key.rotated" } });
  expect(event.after).toMatchObject({ oldSecretEndsAt: expiresAt.toISOString() });
});

it("all moments of a rotation are of the clock of the database", async () => {
  const clock = async () =>
    (await sqlPool().query<{ now: Date }>("select clock_timestamp() as now")).rows[0]?.now.getTime() ?? 0;
  const ahead = 3 * 86_400_000;
  const before = await clock();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ahead });
  const { key, oldEndsAt } = await rotated(1).finally(() => vi.useRealTimers());
  const after = await clock();
  const { replacedAt } = (await listOldSecrets(actor, [id])).get(id) ?? {};
  expect(key.updatedAt).toEqual(replacedAt);
  expect(replacedAt?.getTime()).toBeGreaterThanOrEqual(Math.floor(before));
  expect(replacedAt?.getTime()).toBeLessThanOrEqual(after);
  expect(Number(oldEndsAt) - Number(replacedAt)).toBe(3_600_000);
  const mail = await db().outboxMail.findFirstOrThrow({
    where: { recipient: made.email, kind: "key_rotated" },
  });
  expect(mail.text).toContain(`Rotated: ${mailMoment(replacedAt ?? new Date(0))}`);
});

it("without an overlap the old secret stops at once, also where it is cached, and its holds are stale", async () => {
  const before = await authenticateKey(first);
  const { secret, oldEndsAt } = await rotated(0);
  expect(oldEndsAt).toBeNull();
  expect(await authenticateKey(first)).toBeNull();
  expect(await works(secret)).toBe(true);
  expect((await authenticateKey(secret))?.keyVersion).toBe((before?.keyVersion ?? 0n) + 1n);
  expect((await listOldSecrets(actor, [id])).size).toBe(0);
});

it("an overlap ends by the clock of the database, also for a cached secret", async () => {
  await rotated(1);
  await endIn(3_000);
  clearKeyCache();
  expect(await authenticateKey(first)).not.toBeNull();
  // Looked up just before the end, so that the cache would outlast it by its own second. Too late on a slow machine.
  await untilEndLess(400);
  clearKeyCache();
  await authenticateKey(first);
  await untilEndLess(0);
  expect(cachedKey(first)).toBeNull();
  expect(await authenticateKey(first)).toBeNull();
  expect(await works(first)).toBe(false);
  expect((await listOldSecrets(actor, [id])).size).toBe(0);
});

it("a query that began before a change stores nothing after it", async () => {
  const authenticating = authenticateKey(first);
  clearKeyCache();
  expect((await authenticating)?.keyId).toBe(id);
  expect(cachedKey(first)).toBeNull();
  await authenticateKey(first);
  expect(cachedKey(first)?.keyId, "stored by a query that began afterwards").toBe(id);
});

it("of rotations that run concurrently one makes a secret, and the others are told", async () => {
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => rotate(24)));
  const good = outcomes.filter(({ ok }) => ok);
  expect(good).toHaveLength(1);
  expect(outcomes.filter((one) => !one.ok && one.code === "changed_meanwhile")).toHaveLength(5);
  expect(await secrets()).toHaveLength(2);
  expect(await actions()).toEqual(["key.created", "key.rotated"]);
  expect(await db().outboxMail.count({ where: { recipient: made.email, kind: "key_rotated" } })).toBe(1);
  expect(await db().securityEvent.count({ where: { userId: made.userId, kind: "key_rotated" } })).toBe(1);
});

it("rotating again during an overlap ends the oldest secret at once and says so", async () => {
  const second = await rotated(168);
  const third = await rotated(1, second.key.label);
  expect(third.endedLabel).toBe(label);
  expect([await works(first), await works(second.secret), await works(third.secret)]).toEqual([
    false,
    true,
    true,
  ]);
  const event = await db().auditEvent.findFirstOrThrow({ where: { targetId: id }, orderBy: { id: "desc" } });
  expect(event).toMatchObject({ action: "key.rotated", actorUserId: made.userId });
  const mail = await db().outboxMail.findFirstOrThrow({
    where: { recipient: made.email, kind: "key_rotated" },
    orderBy: { id: "desc" },
  });
  expect(mail.text).toContain(`Also ended: ${label}`);
  expect(mail.text).toMatch(/disable-key\?token=/);
  expect(mail.text).toContain("203.0.113.0/24");
  // The rows of secrets that ended before go with the next rotation.
  await rotated(0, third.key.label);
  expect((await secrets()).length).toBe(3);
});

it("rotations and edits at the same time are all kept", async () => {
  const edits = [{ name: "Second" }, { limitNanos: 7n }, { limitReset: "daily" as const }];
  const [rotation, ...changes] = await Promise.all([
    rotate(24),
    ...edits.map((change) => updateKey(actor, { id }, change)),
  ]);
  expect([rotation, ...changes].every(({ ok }) => ok)).toBe(true);
  const key = await db().apiKey.findUniqueOrThrow({ where: { id } });
  expect(key).toMatchObject({ name: "Second", version: 4n });
  expect(key.label).not.toBe(label);
});

it("a rotation and a deletion at the same time leave no secret that works", async () => {
  const outcomes = await Promise.all([rotate(24), deleteKey(actor, { id }), rotate(24)]);
  expect(outcomes[1]).toMatchObject({ ok: true });
  const works = await sqlPool().query(
    "select from key_secrets where key_id = $1 and (expires_at is null or expires_at > now())",
    [id],
  );
  expect(works.rowCount).toBe(0);
  expect(await rotate(24)).toMatchObject({ ok: false, code: "not_found" });
});

it("an account that is deleted meanwhile leaves no secret", async () => {
  for (let round = 0; round < 8; round += 1) {
    const person = await createWorkspace();
    const key = await makeKey(person.actor);
    const rotation = { overlapHours: 24, seenLabel: key.label };
    const rotating = rotateKey(person.actor, { id: key.id }, rotation, from);
    // Sooner or later in each round, so that it meets every part of the rotation.
    await new Promise((resolve) => setTimeout(resolve, round * 3));
    expect(await eraseAgain(person.userId)).toBe(true);
    await rotating;
    expect(await db().keySecret.count({ where: { keyId: key.id } }), `round ${round}`).toBe(0);
  }
});

it("an admin who rotates a member's key is named in the member's mail, without device and network", async () => {
  const { actor: other, email } = await createWorkspace();
  await db().member.create({ data: { workspaceId: made.workspaceId, userId: other.userId, role: "member" } });
  ({ id, label } = await makeKey({ ...other, workspaceId: made.workspaceId, role: "member" }));
  await rotated(24);
  const mail = await db().outboxMail.findFirstOrThrow({ where: { recipient: email, kind: "key_rotated" } });
  expect(mail.text).toContain("Rotated by: Test Person");
  expect(mail.text).not.toContain("203.0.113");
  expect(await db().outboxMail.count({ where: { recipient: made.email, kind: "key_rotated" } })).toBe(0);
  const events = await db().securityEvent.findMany({
    where: { kind: "key_rotated", detail: { path: ["key"], not: "" } },
  });
  const networks = new Map(events.map(({ userId, network }) => [userId, network]));
  expect([networks.get(made.userId), networks.get(other.userId)]).toEqual(["203.0.113.0/24", null]);
});

it("the database allows one current secret per key, and a label and a use only of one with an end", async () => {
  const insert = (columns: string, values: string) =>
    sqlPool().query(
      `insert into key_secrets (hash, key_id${columns}) values (sha256('second'), $1${values})`,
      [id],
    );
  await expect(insert("", "")).rejects.toThrow(/key_secrets_current/);
  await expect(insert(", expires_at", ", now()")).rejects.toThrow(/key_secrets_label_of_ended/);
  await expect(insert(", label", ", 'sk'")).rejects.toThrow(/key_secrets_label_of_ended/);
  await expect(insert(", last_used_at", ", now()")).rejects.toThrow(/key_secrets_use_of_ended/);
});

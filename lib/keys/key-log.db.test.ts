import { afterAll, beforeEach, expect, it } from "vitest";
import { eraseAgain } from "@/lib/accounts/delete-account";
import { listSecurityEvents } from "@/lib/accounts/security-log/list-security-events";
import { closeDb, db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { createKey } from "./create-key";
import { deleteKey } from "./delete-key";
import { endOldSecret } from "./end-old-secret";
import { rotateKey } from "./rotate-key";

await testDatabase();
afterAll(closeDb);

const from = { channel: "console", origin: { network: "203.0.113.0/24", userAgent: null } } as const;

let made: MadeWorkspace;
/** A member of that team, who has a workspace of their own too. */
let person: MadeWorkspace;
let member: Actor;

beforeEach(async () => {
  made = await createWorkspace();
  await db().workspace.update({ where: { id: made.workspaceId }, data: { personalUserId: null } });
  ({ person, member } = await joined(made));
});

async function joined({ workspaceId }: MadeWorkspace) {
  const joining = await createWorkspace();
  const { userId } = joining;
  await db().member.create({ data: { workspaceId, userId, role: "member" } });
  return { person: joining, member: { userId, workspaceId, role: "member" } as const };
}

async function makeKey(by: Actor) {
  const outcome = await createKey(by, { name: "Production" }, from);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.key;
}

async function linesOf(userId: string) {
  const { rows } = await listSecurityEvents(userId);
  return rows.map(({ sentence, network }) => `${sentence}, ${network}`).reverse();
}

it("every change of a member's key is in the log of who made it and of the member, with name and label", async () => {
  const { id, label } = await makeKey(member);
  const rotated = await rotateKey(made.actor, { id }, { overlapHours: 24, seenLabel: label }, from);
  if (!rotated.ok) throw new Error(rotated.code);
  await endOldSecret(made.actor, { id }, label, from);
  await deleteKey(made.actor, { id }, from);
  const current = rotated.value.key.label;
  const changes = [
    `Secret of a key rotated: Production (${current})`,
    `Old secret of a key ended: Production (${label})`,
    `Key deleted: Production (${current})`,
  ];
  expect(await linesOf(made.userId)).toEqual(changes.map((line) => `${line}, 203.0.113.0/24`));
  expect(await linesOf(member.userId)).toEqual([
    `Key created: Production (${label}), 203.0.113.0/24`,
    // Where someone else was is not the member's to know.
    ...changes.map((line) => `${line}, Unknown`),
  ]);
});

it("a key whose line in the security log cannot be written is neither created nor deleted", async () => {
  const { id } = await makeKey(member);
  const mails = () => db().outboxMail.count({ where: { recipient: person.email } });
  const sent = await mails();
  await asOwner((client) =>
    client.query(
      `alter table security_events add constraint test_refuses check (user_id <> '${member.userId}') not valid`,
    ),
  );
  await expect(createKey(member, { name: "Second" }, from)).rejects.toThrow();
  await expect(deleteKey(made.actor, { id }, from)).rejects.toThrow();
  const keys = await db().apiKey.findMany({ where: { workspaceId: made.workspaceId } });
  expect(keys).toMatchObject([{ id, deletedAt: null }]);
  expect(await mails()).toBe(sent);
});

/** What someone else's account is deleted during; the change is the admin's or the member's. */
const changes = {
  "the creation of a key": () => createKey(member, { name: "Late" }, from),
  "a rotation": ({ id, label }) =>
    rotateKey(made.actor, { id }, { overlapHours: 24, seenLabel: label }, from),
  "the end of an old secret": ({ id, label }) => endOldSecret(made.actor, { id }, label, from),
  "the deletion of a key": ({ id }) => deleteKey(made.actor, { id }, from),
} satisfies Record<string, (key: { id: string; label: string }) => Promise<unknown>>;

it.each(Object.entries(changes))(
  "a member whose account is deleted during %s leaves no secret and no line",
  async (_, change) => {
    for (let round = 0; round < 4; round += 1) {
      ({ person, member } = await joined(made));
      const key = await makeKey(member);
      await rotateKey(member, { id: key.id }, { overlapHours: 24, seenLabel: key.label }, from);
      const { label } = await db().apiKey.findUniqueOrThrow({ where: { id: key.id } });
      const changing = change({ id: key.id, label });
      // Sooner or later in each round, so that it meets every part of the change.
      await new Promise((resolve) => setTimeout(resolve, round * 6));
      expect(await eraseAgain(member.userId)).toBe(true);
      // A deadlock would be an error here or there.
      await changing;
      const left = { creatorUserId: member.userId, workspaceId: made.workspaceId };
      expect(await db().keySecret.count({ where: { key: left } }), `round ${round}`).toBe(0);
      expect(await db().apiKey.count({ where: { ...left, deletedAt: null } }), `round ${round}`).toBe(0);
      expect(await db().securityEvent.count({ where: { userId: member.userId } })).toBe(0);
    }
  },
);

it("an admin whose account is deleted while they rotate a member's key leaves the key with one current secret", async () => {
  const { id } = await makeKey(member);
  for (let round = 0; round < 4; round += 1) {
    const admin = await createWorkspace();
    const { workspaceId } = made;
    await db().member.create({ data: { workspaceId, userId: admin.userId, role: "admin" } });
    const { label } = await db().apiKey.findUniqueOrThrow({ where: { id } });
    const acting: Actor = { userId: admin.userId, workspaceId, role: "admin" };
    const rotating = rotateKey(acting, { id }, { overlapHours: 24, seenLabel: label }, from);
    await new Promise((resolve) => setTimeout(resolve, round * 6));
    expect(await eraseAgain(admin.userId)).toBe(true);
    const outcome = await rotating;
    const { label: now } = await db().apiKey.findUniqueOrThrow({ where: { id } });
    expect(now === label, `round ${round}`).toBe(!outcome.ok);
    expect(await db().keySecret.count({ where: { keyId: id, expiresAt: null } })).toBe(1);
    expect(await db().securityEvent.count({ where: { userId: admin.userId } })).toBe(0);
  }
});

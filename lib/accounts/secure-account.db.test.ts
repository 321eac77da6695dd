import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { unknownOrigin } from "@/lib/kernel/network";
import { authenticateKey } from "@/lib/keys/authenticate-key";
import { createKey } from "@/lib/keys/create-key";
import { updateKey } from "@/lib/keys/update-key";
import { makePerson } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { mailedToken, mailTo } from "@/lib/testing/mails";
import { makeSession } from "@/lib/testing/sessions";
import { authenticate } from "./authenticate";
import { changePassword } from "./change-password";
import { findSignInTrust } from "./find-sign-in-trust";
import { resetPassword } from "./reset-password";
import { findSecureLink, secureAccount, secureByLink } from "./secure-account";
import { findSession } from "./sessions/find-session";
import { openSession } from "./sessions/open-session";

await testDatabase();
afterAll(closeDb);

const password = "violet anchor minute parsnip";
const newPassword = "orchid magnet lantern whistle";
const at = (network: string) => ({ ...unknownOrigin, network });

async function keyOf(person: { userId: string; workspaceId: string }, role: "owner" | "member" = "owner") {
  const { userId, workspaceId } = person;
  const created = await createKey(
    { userId, workspaceId, role },
    { name: randomUUID(), kind: "inference" },
    { channel: "command line" },
  );
  if (!created.ok) throw new Error(created.code);
  return created.value;
}

const works = async (secret: string) => (await authenticateKey(secret, { fresh: true })) !== null;

describe("securing an account", () => {
  it("signs out everywhere, makes the password useless, and disables keys, but those of others in teams", async () => {
    const [me, other] = [await makePerson(), await makePerson()];
    await db().member.create({ data: { workspaceId: other.workspaceId, userId: me.userId, role: "member" } });
    const mine = await keyOf(me);
    const inTeam = await keyOf({ userId: me.userId, workspaceId: other.workspaceId }, "member");
    const theirs = await keyOf(other);
    const sessions = [
      await makeSession(me.userId, unknownOrigin),
      await makeSession(me.userId, unknownOrigin),
    ];
    const kept = await makeSession(other.userId, unknownOrigin);
    await db().archive.create({ data: { id: uuidv7(), userId: me.userId }, select: { id: true } });

    expect(await secureAccount(me.userId, unknownOrigin)).toEqual({
      ok: true,
      value: { sessions: 2, keys: 2 },
    });
    for (const session of sessions) expect(await findSession(session)).toBeNull();
    expect(await findSession(kept)).not.toBeNull();
    expect([await works(mine.secret), await works(inTeam.secret), await works(theirs.secret)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(await authenticate({ email: me.email, password, origin: unknownOrigin })).toMatchObject({
      ok: false,
    });
    expect(await db().archive.count({ where: { userId: me.userId } })).toBe(0);
    expect((await mailTo(me.email, "account_secured")).text).toContain(
      "2 sessions were signed out and 2 API keys were disabled",
    );
    expect((await mailTo(other.email, "member_secured")).text).toContain("Disabled keys: 1");

    const token = await mailedToken(me.email, "account_secured");
    // Neither now nor later is the password that someone may know taken again.
    expect(await resetPassword(token, password, unknownOrigin)).toMatchObject({ code: "weak_password" });
    expect(await resetPassword(token, newPassword, unknownOrigin)).toMatchObject({ ok: true });
    const change = {
      userId: me.userId,
      currentPassword: newPassword,
      keepSessionId: randomUUID(),
      origin: unknownOrigin,
    };
    for (const refused of [password, newPassword]) {
      expect(await changePassword({ ...change, newPassword: refused })).toMatchObject({
        code: "weak_password",
        field: "newPassword",
      });
    }
    const login = { email: me.email, password: newPassword, origin: unknownOrigin };
    expect(await authenticate(login)).toMatchObject({ ok: true });
    const actor = { userId: me.userId, workspaceId: me.workspaceId, role: "owner" } as const;
    expect(await updateKey(actor, { id: mine.key.id }, { disabled: false })).toMatchObject({ ok: true });
    expect(await works(mine.secret)).toBe(true);
  });

  it("says nothing to a team that the person has left, where they have no key", async () => {
    const [me, other] = [await makePerson(), await makePerson()];
    const { workspaceId } = other;
    await db().member.create({
      data: { workspaceId, userId: me.userId, role: "member", removedAt: new Date() },
    });
    await secureAccount(me.userId, unknownOrigin);
    await mailedToken(me.email, "account_secured");
    expect(await db().outboxMail.count({ where: { recipient: other.email, kind: "member_secured" } })).toBe(
      0,
    );
    expect(await db().auditEvent.count({ where: { workspaceId, action: "member.secured" } })).toBe(0);
  });

  it("happens once when several tabs ask for it at the same time", async () => {
    const [me, other] = [await makePerson(), await makePerson()];
    await db().member.create({ data: { workspaceId: other.workspaceId, userId: me.userId, role: "member" } });
    await keyOf(me);
    await makeSession(me.userId, unknownOrigin);
    const outcomes = await Promise.all([1, 2, 3].map(() => secureAccount(me.userId, unknownOrigin)));
    const keys = outcomes.map((outcome) => (outcome.ok ? outcome.value.keys : -1));
    expect(keys.toSorted()).toEqual([0, 0, 1]);
    const mails = await db().outboxMail.groupBy({
      by: ["kind"],
      where: {
        recipient: { in: [me.email, other.email] },
        kind: { in: ["account_secured", "member_secured"] },
      },
      orderBy: { kind: "asc" },
      _count: true,
    });
    expect(mails).toEqual([
      { kind: "account_secured", _count: 1 },
      { kind: "member_secured", _count: 1 },
    ]);
    const token = await mailedToken(me.email, "account_secured");
    expect(await resetPassword(token, newPassword, unknownOrigin)).toMatchObject({ ok: true });
  });
});

describe("a sign-in", () => {
  const signIn = (email: string, network: string, device: string | null = null) =>
    openSession({ email, password, origin: at(network) }, device);
  const kinds = (userId: string) =>
    db().securityEvent.findMany({ where: { userId }, orderBy: { id: "asc" }, select: { kind: true } });

  it("from a new browser and network is mailed with a link that secures the account once", async () => {
    const me = await makePerson();
    await signIn(me.email, "192.0.2.0/24");
    await expect.poll(() => kinds(me.userId)).toEqual([{ kind: "sign_in" }]);
    await signIn(me.email, "192.0.2.0/24");
    await expect.poll(() => kinds(me.userId)).toEqual([{ kind: "sign_in" }, { kind: "sign_in" }]);
    await signIn(me.email, "198.51.100.0/24", "a known device");
    await expect.poll(() => kinds(me.userId)).toHaveLength(3);
    expect(await db().outboxMail.count({ where: { recipient: me.email, kind: "new_sign_in" } })).toBe(0);

    await signIn(me.email, "203.0.113.0/24");
    const token = await mailedToken(me.email, "new_sign_in");
    expect((await kinds(me.userId)).at(-1)).toEqual({ kind: "new_sign_in" });
    const outcomes = await Promise.all([1, 2, 3].map(() => secureByLink(token, unknownOrigin)));
    expect(outcomes.filter(({ ok }) => ok)).toMatchObject([{ value: { sessions: 4 } }]);
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([
      { code: "link_invalid" },
      { code: "link_invalid" },
    ]);
  });

  it("keeps its link when anyone who signed in changes the password, and loses it when it is reset by mail", async () => {
    const me = await makePerson();
    await signIn(me.email, "192.0.2.0/24");
    await expect.poll(() => kinds(me.userId)).toHaveLength(1);
    await signIn(me.email, "203.0.113.0/24");
    const token = await mailedToken(me.email, "new_sign_in");
    const keepSessionId = randomUUID();
    const change = { currentPassword: password, newPassword, keepSessionId, origin: unknownOrigin };
    expect(await changePassword({ ...change, userId: me.userId })).toMatchObject({ ok: true });
    expect(await findSecureLink(token)).toBe(me.email);
    await secureAccount(me.userId, unknownOrigin);
    await resetPassword(await mailedToken(me.email, "account_secured"), password, unknownOrigin);
    expect(await secureByLink(token, unknownOrigin)).toMatchObject({ code: "link_invalid" });
  });

  it("is mailed to someone who has not signed in for longer than the security log is kept", async () => {
    const me = await makePerson();
    await db().user.update({
      where: { id: me.userId },
      data: { createdAt: new Date(Date.now() - 91 * msPerDay) },
      select: { id: true },
    });
    await signIn(me.email, "203.0.113.0/24");
    await expect.poll(() => kinds(me.userId)).toEqual([{ kind: "new_sign_in" }]);
    await mailedToken(me.email, "new_sign_in");
  });

  it("from the network of a thief is unknown again once the account was secured", async () => {
    const me = await makePerson();
    await signIn(me.email, "192.0.2.0/24");
    await expect.poll(() => kinds(me.userId)).toHaveLength(1);
    await signIn(me.email, "203.0.113.0/24");
    const token = await mailedToken(me.email, "new_sign_in");
    const source = { email: me.email, network: "203.0.113.0/24", deviceToken: null };
    expect(await findSignInTrust(source)).toMatchObject({ isKnownNetwork: true });
    expect(await secureByLink(token, unknownOrigin)).toMatchObject({ ok: true });
    expect(await findSignInTrust(source)).toMatchObject({ isKnownNetwork: false });
    await resetPassword(await mailedToken(me.email, "account_secured"), newPassword, unknownOrigin);
    await openSession({ email: me.email, password: newPassword, origin: at("203.0.113.0/24") }, null);
    await expect.poll(async () => (await kinds(me.userId)).at(-1)).toEqual({ kind: "new_sign_in" });
    await openSession({ email: me.email, password: newPassword, origin: at("203.0.113.0/24") }, null);
    await expect.poll(async () => (await kinds(me.userId)).at(-1)).toEqual({ kind: "sign_in" });
  });

  it("that is repeated from many networks does not keep back the link to a new password", async () => {
    const me = await makePerson();
    await signIn(me.email, "192.0.2.0/24");
    await expect.poll(() => kinds(me.userId)).toHaveLength(1);
    for (let count = 1; count <= 5; count += 1) {
      await signIn(me.email, `198.51.${count}.0/24`);
      await expect.poll(() => kinds(me.userId)).toHaveLength(count + 1);
    }
    expect(await db().outboxMail.count({ where: { recipient: me.email, kind: "new_sign_in" } })).toBe(5);
    await secureAccount(me.userId, unknownOrigin);
    expect(await db().outboxMail.count({ where: { recipient: me.email, kind: "account_secured" } })).toBe(1);
    await mailedToken(me.email, "account_secured");
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { makeSession } from "@/lib/testing/sessions";
import { chooseWorkspace } from "./choose-workspace";
import { endSession, revokeOtherSessions, revokeSession } from "./end-session";
import { findSession } from "./find-session";
import { listSessions } from "./list-sessions";

await testDatabase();
afterAll(closeDb);

const origin = { network: "203.0.113.0/24", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0" };
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

it("the database stores no secret that would open a session", async () => {
  const { userId } = await createWorkspace();
  const secret = await makeSession(userId, origin);
  const rows = await db().session.findMany({ where: { userId } });
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect(await findSession(secret)).toMatchObject({ user: { id: userId } });
  expect(await findSession(rows[0]?.publicId ?? "")).toBeNull();
  expect(await findSession("' OR 1=1 --")).toBeNull();
});

it("a session ends on sign-out, after 12 idle hours, and after 7 days of use", async () => {
  const { userId } = await createWorkspace();
  const [out, idle, old] = [
    await makeSession(userId, origin),
    await makeSession(userId, origin),
    await makeSession(userId, origin),
  ];
  await endSession(out);
  expect(await findSession(out)).toBeNull();
  const named = async (secret: string) => (await findSession(secret))?.publicId ?? "";
  await db().session.update({
    where: { publicId: await named(idle) },
    data: { lastSeenAt: hoursAgo(12.01) },
  });
  await db().session.update({ where: { publicId: await named(old) }, data: { expiresAt: hoursAgo(0.01) } });
  expect(await findSession(idle)).toBeNull();
  expect(await findSession(old)).toBeNull();
  expect(await listSessions(userId)).toHaveLength(0);
});

it("use keeps a session active", async () => {
  const { userId } = await createWorkspace();
  const secret = await makeSession(userId, origin);
  const publicId = (await findSession(secret))?.publicId ?? "";
  await db().session.update({ where: { publicId }, data: { lastSeenAt: hoursAgo(11) } });
  await findSession(secret);
  const row = await db().session.findUniqueOrThrow({ where: { publicId } });
  expect(row.lastSeenAt.getTime()).toBeGreaterThan(hoursAgo(0.1).getTime());
});

it("users can end one or all of their other sessions, but not those of others", async () => {
  const [ada, eve] = [await createWorkspace(), await createWorkspace()];
  const secrets = [
    await makeSession(ada.userId, origin),
    await makeSession(ada.userId, origin),
    await makeSession(ada.userId, origin),
  ];
  const ids = await Promise.all(secrets.map(async (secret) => (await findSession(secret))?.publicId ?? ""));
  const [mine = "", second = ""] = ids;
  expect(await revokeSession({ userId: eve.userId, sessionId: second, origin })).toMatchObject({
    ok: false,
    code: "not_found",
  });
  expect(await revokeSession({ userId: ada.userId, sessionId: second, origin })).toMatchObject({ ok: true });
  expect(await revokeOtherSessions({ userId: ada.userId, sessionId: mine, origin })).toEqual({
    ok: true,
    value: { ended: 1 },
  });
  const left = await listSessions(ada.userId);
  expect(left).toMatchObject([{ id: mine, device: "Firefox on Linux", network: "203.0.113.0/24" }]);
});

it("reads current membership and role, and does not open a workspace without membership", async () => {
  const [ada, eve] = [await createWorkspace(), await createWorkspace()];
  const secret = await makeSession(ada.userId, unknownOrigin);
  const session = await findSession(secret);
  const choice = { userId: ada.userId, sessionId: session?.publicId ?? "", workspaceId: eve.workspaceId };
  expect(await chooseWorkspace(choice)).toMatchObject({ ok: false, code: "not_found" });
  await db().member.create({ data: { workspaceId: eve.workspaceId, userId: ada.userId, role: "admin" } });
  expect(await chooseWorkspace(choice)).toMatchObject({ ok: true });
  expect(await findSession(secret)).toMatchObject({ workspace: { id: eve.workspaceId, role: "admin" } });
  const member = { workspaceId_userId: { workspaceId: eve.workspaceId, userId: ada.userId } };
  await db().member.update({ where: member, data: { role: "member" } });
  expect(await findSession(secret)).toMatchObject({ workspace: { role: "member" } });
  await db().member.update({ where: member, data: { removedAt: new Date() } });
  expect(await findSession(secret)).toMatchObject({ workspace: { id: ada.workspaceId, role: "owner" } });
});

it("choosing a workspace in another user's session changes nothing", async () => {
  const ada = await createWorkspace();
  const outcome = await chooseWorkspace({
    userId: ada.userId,
    sessionId: randomUUID(),
    workspaceId: ada.workspaceId,
  });
  expect(outcome.ok).toBe(false);
  expect(await listSessions(ada.userId)).toHaveLength(0);
});

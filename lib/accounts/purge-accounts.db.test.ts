import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { msPerDay, msPerHour, msPerSecond } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { purgeAccounts } from "./purge-accounts";
import { endSession } from "./sessions/end-session";
import { findSession } from "./sessions/find-session";
import { startSession } from "./sessions/start-session";

await testDatabase();

const now = new Date("2028-03-01T12:00:00Z");

test("lines of the security log go after 90 days, and their networks and browsers after 30", async () => {
  const { userId } = await createWorkspace();
  // Over the leap day of 2028: a second before each edge, at it, and a second after it.
  const ages = [30, 90].flatMap((days) =>
    [-1, 0, 1].map((seconds) => days * msPerDay + seconds * msPerSecond),
  );
  await db().securityEvent.createMany({
    data: ages.map((age) => ({
      id: uuidv7(),
      userId,
      kind: "sign_in",
      network: "203.0.113.0/24",
      userAgent: "Browser",
      createdAt: new Date(now.getTime() - age),
    })),
  });
  await purgeAccounts(now);
  await purgeAccounts(now);
  const left = await db().securityEvent.findMany({ where: { userId }, orderBy: { createdAt: "desc" } });
  expect(left.map(({ createdAt }) => now.getTime() - createdAt.getTime())).toEqual(ages.slice(0, 5));
  expect(left.map(({ network, userAgent }) => [network, userAgent])).toEqual([
    ["203.0.113.0/24", "Browser"],
    ["203.0.113.0/24", "Browser"],
    [null, null],
    [null, null],
    [null, null],
  ]);
});

test("a session ends after 12 hours without use and after 7 days, and not a second earlier", async () => {
  const { userId } = await createWorkspace();
  const origin = { userAgent: null, network: null };
  const open = async () => (await startSession({ userId, passwordHash: null }, origin)) ?? "";
  const age = async (change: { lastSeenAt?: Date; expiresAt?: Date }) => {
    const secret = await open();
    await db().session.updateMany({
      where: { userId, lastSeenAt: { gt: new Date(Date.now() - 60_000) } },
      data: change,
    });
    const found = await findSession(secret);
    await db().session.deleteMany({ where: { userId } });
    return found !== null;
  };
  const at = (ms: number) => new Date(Date.now() + ms);
  expect(await age({ lastSeenAt: at(-12 * msPerHour + 30 * msPerSecond) })).toBe(true);
  expect(await age({ lastSeenAt: at(-12 * msPerHour - msPerSecond) })).toBe(false);
  expect(await age({ expiresAt: at(30 * msPerSecond) })).toBe(true);
  expect(await age({ expiresAt: at(-msPerSecond) })).toBe(false);
  await open();
  const [session] = await db().session.findMany({ where: { userId } });
  const days = ((session?.expiresAt.getTime() ?? 0) - (session?.createdAt.getTime() ?? 0)) / msPerDay;
  expect(days).toBeCloseTo(7, 2);
});

test("a session has its browser and network, and its row is gone within a day of its end", async () => {
  const { userId } = await createWorkspace();
  const origin = { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0", network: "203.0.113.0/24" };
  const secret = await startSession({ userId, passwordHash: null }, origin);
  expect(await db().session.findMany({ where: { userId } })).toMatchObject([origin]);
  await endSession(secret ?? "");
  expect(await db().session.count({ where: { userId } })).toBe(0);
  // Not signed out: ended by 12 hours without use, or by its last moment.
  await startSession({ userId, passwordHash: null }, origin);
  await startSession({ userId, passwordHash: null }, origin);
  const [idle, old] = await db().session.findMany({ where: { userId }, select: { publicId: true } });
  const at = new Date();
  const end = async (publicId = "", data: { lastSeenAt?: Date; expiresAt?: Date }) =>
    db().session.updateMany({ where: { publicId }, data });
  await end(idle?.publicId, { lastSeenAt: new Date(at.getTime() - 12 * msPerHour) });
  await end(old?.publicId, { expiresAt: at });
  await purgeAccounts(new Date(at.getTime() + 12 * msPerHour + msPerSecond));
  expect(await db().session.count({ where: { userId } })).toBe(0);
});

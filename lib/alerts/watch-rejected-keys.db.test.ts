import { afterAll, beforeAll, expect, it } from "vitest";
import { listSecurityEvents } from "@/lib/accounts/security-log/list-security-events";
import { closeDb, db } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";
import { addRejections, alertsOf, joinAs, quarterOf, subjectsTo } from "@/lib/testing/alerts";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey } from "@/lib/testing/generations";
import { watchUsage } from "./watch-usage";

beforeAll(testDatabase);
afterAll(closeDb);

const before = (hours: number, from: Date) => new Date(from.getTime() - hours * msPerHour);
const watchAt = (at: Date) => watchUsage(() => at);

const moment = new Date("2026-07-10T10:10:00Z");

it("alerts at 50 rejected requests in an hour, and not below", async () => {
  const made = await createWorkspace();
  const keyId = await createSpendingKey(made.workspaceId, { disabledAt: moment });
  await addRejections(made, { keyId, start: quarterOf(before(1, moment)), requests: 900 });
  await addRejections(made, { keyId, start: quarterOf(before(0.5, moment)), requests: 24 });
  await addRejections(made, { keyId, start: quarterOf(moment), requests: 25 });
  expect(await watchAt(moment)).toBe(0);
  await db().keyRejection.updateMany({
    where: { keyId, workspaceId: made.workspaceId, quarterHour: quarterOf(moment) },
    data: { requests: 26n },
  });
  expect(await watchAt(moment)).toBe(1);
  expect(await watchAt(moment)).toBe(0);
  expect(await subjectsTo(made.email)).toEqual([
    "Key “Test key” is disabled, and was used 50 times in an hour",
  ]);
  const [line] = (await listSecurityEvents(made.userId)).rows;
  expect(line?.sentence).toBe(
    "A key that no longer works is still used: sk-or-v1-abc...123, 50 requests in an hour",
  );
});

it("says why the key no longer works, and is silent about one that works again", async () => {
  const made = await createWorkspace();
  const leaver = await joinAs("member", made);
  const { workspaceId } = made;
  const keys = {
    disabled: await createSpendingKey(workspaceId, { disabledAt: moment }),
    expired: await createSpendingKey(workspaceId, { expiresAt: before(1, moment) }),
    deleted: await createSpendingKey(workspaceId, { disabledAt: moment, deletedAt: moment }),
    abandoned: await createSpendingKey(workspaceId),
    working: await createSpendingKey(workspaceId),
  };
  await db().apiKey.update({ where: { id: keys.abandoned }, data: { creatorUserId: leaver.userId } });
  await db().member.updateMany({
    where: { workspaceId, userId: leaver.userId },
    data: { removedAt: moment },
  });
  for (const keyId of Object.values(keys))
    await addRejections(made, { keyId, start: quarterOf(moment), requests: 60 });
  const rotated = await createSpendingKey(workspaceId);
  const counts = { requests: 60, oldSecretRequests: 50 };
  await addRejections(made, { keyId: rotated, start: quarterOf(moment), ...counts });
  expect(await watchAt(moment)).toBe(5);
  const states = (await alertsOf(made)).map(({ subjectId, fact }) => [
    subjectId,
    fact.kind === "key_rejected" && fact.state,
  ]);
  const { working: _, ...rejected } = { ...keys, rotated };
  expect(Object.fromEntries(states)).toEqual(
    Object.fromEntries(Object.entries(rejected).map(([state, id]) => [id, state])),
  );
  expect(await subjectsTo(made.email)).toContain(
    "An old secret of key “Test key” has ended, and was used 50 times in an hour",
  );
  const { rows } = await listSecurityEvents(made.userId);
  expect(rows.map(({ sentence }) => sentence)).toContain(
    "An old secret of a key has ended and is still used: sk-or-v1-abc...123, 50 requests in an hour",
  );
  expect(await subjectsTo(leaver.email)).toEqual([]);
});

it("requests with an old secret of a key that worked say nothing about the key, nor others about the secret", async () => {
  const made = await createWorkspace();
  const keyId = await createSpendingKey(made.workspaceId, { disabledAt: moment });
  const start = quarterOf(moment);
  await addRejections(made, { keyId, start, requests: 109, oldSecretRequests: 60 });
  expect(await watchAt(moment), "disabled after 60 of them").toBe(0);
  await db().apiKey.update({ where: { id: keyId }, data: { disabledAt: null } });
  await db().keyRejection.updateMany({
    where: { keyId, workspaceId: made.workspaceId },
    data: { oldSecretRequests: 49n },
  });
  expect(await watchAt(moment), "enabled after 60 others").toBe(0);
});

it("alerts again after a week of continued use", async () => {
  const made = await createWorkspace();
  const keyId = await createSpendingKey(made.workspaceId, { disabledAt: moment });
  const start = new Date("2026-08-01T10:10:00Z");
  const fired: number[] = [];
  for (const day of [0, 1, 6, 7]) {
    const then = before(-24 * day - 0.01 * day, start);
    await addRejections(made, { keyId, start: quarterOf(then), requests: 50 });
    fired.push(await watchAt(then));
  }
  expect(fired).toEqual([1, 0, 0, 1]);
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listSecurityEvents } from "@/lib/accounts/security-log/list-security-events";
import { closeDb, db } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";
import { disableWithLink } from "@/lib/keys/disable-with-link";
import {
  addQuarterHour,
  addRejections,
  alertsOf,
  dollars,
  joinAs,
  quarterOf,
  subjectsTo,
  watcherElsewhere,
} from "@/lib/testing/alerts";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { createSpendingKey } from "@/lib/testing/generations";
import { mailTo } from "@/lib/testing/mails";
import { unusualSpend } from "./rules/unusual-spend";
import { watchUsage } from "./watch-usage";

beforeAll(testDatabase);
afterAll(closeDb);

/** A Tuesday, long after the history of the tests begins. */
const now = new Date("2026-03-10T14:20:00Z");
const before = (hours: number, from = now) => new Date(from.getTime() - hours * msPerHour);
const watchAt = (moment: Date) => watchUsage(() => moment);

async function spend(made: MadeWorkspace, keyId: string, cost: number, moment = now): Promise<void> {
  await addQuarterHour(made, { keyId, start: quarterOf(moment), cost });
}

/** Two weeks with an hour of spend a day, which ended more than a day ago. */
async function usualHours(made: MadeWorkspace, keyId: string, cost: number, hours = 12): Promise<void> {
  for (let day = 2; day < hours + 2; day += 1) await spend(made, keyId, cost, before(24 * day));
}

describe("unusual spend", () => {
  it("alerts at ten times what is usual, and not below", async () => {
    const made = await createWorkspace();
    const key = await createSpendingKey(made.workspaceId);
    await usualHours(made, key, 2);
    await spend(made, key, 9.99);
    // The running quarter-hour and the three before it are the last hour; what was earlier is not.
    await spend(made, key, 10, before(0.75));
    await spend(made, key, 40, before(1));
    expect(await watchAt(now)).toBe(0);
    await db().usageQuarterHour.updateMany({
      where: { workspaceId: made.workspaceId, quarterHour: quarterOf(now) },
      data: { costNanos: dollars(10) },
    });
    expect(await watchAt(now)).toBe(1);
    expect(await alertsOf(made)).toEqual([
      {
        subjectId: key,
        fact: {
          kind: "unusual_spend",
          subject: "key",
          spentNanos: dollars(20),
          usualNanos: dollars(2),
          usualOf: "key",
          hourStart: "2026-03-10T13:30:00.000Z",
        },
      },
    ]);
  });

  it("is silent below $5.00 of a workspace with a history, and below $25.00 of a new one", async () => {
    const [old, young] = [await createWorkspace(), await createWorkspace()];
    const [oldKey, youngKey] = [
      await createSpendingKey(old.workspaceId),
      await createSpendingKey(young.workspaceId),
    ];
    await usualHours(old, oldKey, 0.01, unusualSpend.hoursMin);
    await usualHours(young, youngKey, 0.01, unusualSpend.hoursMin - 1);
    await spend(old, oldKey, 4.99);
    await spend(young, youngKey, 24.99);
    expect(await watchAt(now)).toBe(0);
    await spend(old, oldKey, 0.01, before(0.25));
    await spend(young, youngKey, 0.01, before(0.25));
    expect(await watchAt(now)).toBe(2);
    expect(await alertsOf(old)).toMatchObject([{ fact: { usualNanos: dollars(0.01) } }]);
    expect(await alertsOf(young)).toMatchObject([{ fact: { usualNanos: null, spentNanos: dollars(25) } }]);
  });

  it("compares a new key with its workspace, and an old one with itself", async () => {
    const made = await createWorkspace();
    const [busy, fresh, small] = [
      await createSpendingKey(made.workspaceId),
      await createSpendingKey(made.workspaceId),
      await createSpendingKey(made.workspaceId),
    ];
    await usualHours(made, busy, 50);
    await usualHours(made, small, 0.1);
    await spend(made, busy, 60);
    await spend(made, fresh, 60);
    await spend(made, small, 60);
    expect(await watchAt(now)).toBe(1);
    expect((await alertsOf(made)).map(({ subjectId }) => subjectId)).toEqual([small]);
  });

  it("does not count the last day as usual, nor what is older than two weeks", async () => {
    const made = await createWorkspace();
    const key = await createSpendingKey(made.workspaceId);
    for (let hour = 2; hour < 24; hour += 1) await spend(made, key, 30, before(hour));
    for (let hour = 1; hour < 12; hour += 1) await spend(made, key, 30, before(15 * 24 + 2 + hour));
    await spend(made, key, 30);
    expect(await watchAt(now)).toBe(1);
    expect(await alertsOf(made)).toMatchObject([{ fact: { usualNanos: null } }]);
  });

  it("alerts about a burst that is spread over many keys, but not again about a key's", async () => {
    const made = await createWorkspace();
    const loud = await createSpendingKey(made.workspaceId);
    await spend(made, loud, 30);
    expect(await watchAt(now)).toBe(1);
    for (let count = 0; count < 4; count += 1)
      await spend(made, await createSpendingKey(made.workspaceId), 6);
    expect(await watchAt(now)).toBe(0);
    await spend(made, await createSpendingKey(made.workspaceId), 6);
    expect(await watchAt(now)).toBe(1);
    const alerts = await alertsOf(made);
    expect(alerts.map(({ subjectId }) => subjectId)).toEqual([loud, made.workspaceId]);
    expect(alerts[1]).toMatchObject({ fact: { subject: "workspace", spentNanos: dollars(30) } });
    expect(await watchAt(now)).toBe(0);
  });

  it("alerts once a day about a key, also across midnight", async () => {
    const made = await createWorkspace();
    const key = await createSpendingKey(made.workspaceId);
    const late = new Date("2026-04-10T23:50:00Z");
    const fired: number[] = [];
    for (const hours of [0, 0.5, 12, 23.5, 24.5]) {
      const moment = before(-hours, late);
      await spend(made, key, 30, moment);
      fired.push(await watchAt(moment));
    }
    expect(fired).toEqual([1, 0, 0, 0, 1]);
  });

  it("counts no other workspace's spend, and nothing of a deleted one", async () => {
    const [made, other] = [await createWorkspace(), await createWorkspace()];
    const [key, otherKey] = [
      await createSpendingKey(made.workspaceId),
      await createSpendingKey(other.workspaceId),
    ];
    const moment = new Date("2026-05-10T10:00:00Z");
    await spend(made, key, 24, moment);
    await spend(other, otherKey, 24, moment);
    // A row of another workspace that names this key, which no settlement writes.
    await spend(other, key, 30, moment);
    await watchAt(moment);
    expect(await alertsOf(made)).toEqual([]);
    expect(await alertsOf(other)).toMatchObject([{ subjectId: other.workspaceId }]);
    const deleted = await createWorkspace();
    await spend(deleted, await createSpendingKey(deleted.workspaceId), 30, moment);
    await db().workspace.update({ where: { id: deleted.workspaceId }, data: { deletedAt: moment } });
    expect(await watchAt(moment)).toBe(0);
    expect(await subjectsTo(deleted.email)).toEqual([]);
  });

  it("is in the mail and the security log of owners, admins and the key's creator, whose link disables the key", async () => {
    const made = await createWorkspace();
    const [admin, creator, member] = [
      await joinAs("admin", made),
      await joinAs("member", made),
      await joinAs("member", made),
    ];
    const key = await createSpendingKey(made.workspaceId);
    await db().apiKey.update({ where: { id: key }, data: { creatorUserId: creator.userId } });
    const moment = new Date();
    await spend(made, key, 31.2, moment);
    expect(await watchAt(moment)).toBe(1);
    const subject = "Unusual spend: key “Test key” spent $31.20 in an hour";
    for (const person of [made, admin, creator]) {
      expect(await subjectsTo(person.email)).toEqual([subject]);
      const [line] = (await listSecurityEvents(person.userId)).rows;
      expect(line).toMatchObject({
        sentence: "Unusual spend of key sk-or-v1-abc...123: $31.20 in an hour",
        device: "–",
        network: "–",
      });
    }
    expect(await subjectsTo(member.email)).toEqual([]);
    expect((await listSecurityEvents(member.userId)).rows).toEqual([]);
    const { text } = await mailTo(admin.email, "unusual_spend");
    expect(text).toContain("Key: sk-or-v1-abc...123\n");
    expect(text).toMatch(new RegExp(`/activity\\?from=\\S+&to=\\S+&key=${key}\n`));
    const token = /disable-key\?token=(\S+)/.exec(text)?.[1] ?? "";
    // A link to another member's key ends with the role that it needs.
    const membership = { workspaceId: made.workspaceId, userId: admin.userId };
    await db().member.updateMany({ where: membership, data: { role: "member" } });
    expect(await disableWithLink(token)).toMatchObject({ ok: false });
    await db().member.updateMany({ where: membership, data: { role: "admin" } });
    expect(await disableWithLink(token)).toMatchObject({ ok: true, value: { id: key, state: "disabled" } });
  });

  it("fires once in 16 concurrent runs of two processes", async () => {
    const made = await createWorkspace();
    const [key, rejected] = [
      await createSpendingKey(made.workspaceId),
      await createSpendingKey(made.workspaceId, { disabledAt: now }),
    ];
    const moment = new Date("2026-06-10T10:00:00Z");
    await spend(made, key, 30, moment);
    await addRejections(made, { keyId: rejected, start: quarterOf(moment), requests: 50 });
    const elsewhere = await watcherElsewhere(8, moment);
    const here = Array.from({ length: 8 }, () => watchAt(moment));
    const fired = await Promise.all([...here, elsewhere.run()]);
    expect(fired.reduce((sum, one) => sum + one, 0)).toBe(2);
    expect((await alertsOf(made)).map(({ subjectId }) => subjectId).sort()).toEqual([key, rejected].sort());
    expect(await subjectsTo(made.email)).toHaveLength(2);
  });
});

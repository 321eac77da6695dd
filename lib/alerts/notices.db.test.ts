import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eraseAgain } from "@/lib/accounts/delete-account";
import { closeDb, db, transaction } from "@/lib/db/client";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { buyer, dollars, joinAs, subjectsTo } from "@/lib/testing/alerts";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { getAlertSettings, setLowBalanceAlert, setMonthlySpendAlert } from "./alert-settings";
import { listMutedKinds, setMailPreference } from "./mail-preferences";
import { dismissNotices, getFrameAlerts, listNotices, purgeAlerts } from "./notices";
import { type NewAlert, raiseAlert } from "./raise-alert";

beforeAll(testDatabase);
afterAll(closeDb);

function raise({ workspaceId }: MadeWorkspace, change: Partial<NewAlert> = {}, now = new Date()) {
  const fact = { kind: "payment_failed", creditsNanos: dollars(10) } as const;
  const alert = { workspaceId, subjectId: uuidv7(), period: "once", fact, ...change };
  return transaction((tx) => raiseAlert(tx, alert, now));
}

it("each person dismisses for themselves, and only what they see", async () => {
  const owner = await createWorkspace();
  const [admin, member] = [await joinAs("admin", owner), await joinAs("member", owner)];
  const stranger = await createWorkspace();
  await raise(owner);
  await raise(owner);
  const { notices } = await listNotices(owner.actor);
  const id = notices[0]?.id ?? "";
  expect(await dismissNotices(owner.actor, id)).toEqual({ ok: true, value: { count: 1 } });
  expect(await dismissNotices(owner.actor, id)).toEqual({ ok: true, value: { count: 0 } });
  expect((await getFrameAlerts(owner.actor)).unread).toBe(1);
  expect((await getFrameAlerts(admin.actor)).unread).toBe(2);
  expect((await listNotices(owner.actor)).notices.map((one) => one.isDismissed)).toEqual([true, false]);
  expect(await dismissNotices(owner.actor)).toEqual({ ok: true, value: { count: 1 } });
  for (const actor of [member.actor, stranger.actor, { ...stranger.actor, workspaceId: owner.workspaceId }]) {
    expect(await dismissNotices(actor, id)).toMatchObject({ ok: false, code: "not_found" });
    expect(await listNotices(actor)).toEqual({ notices: [], nextCursor: null });
    expect((await getFrameAlerts(actor)).unread).toBe(0);
  }
});

it("notices are listed in pages, for 90 days, from the time a person joined", async () => {
  const owner = await createWorkspace();
  for (let count = 0; count < 26; count += 1) await raise(owner, { subjectId: uuidv7() });
  const first = await listNotices(owner.actor);
  expect(first.notices).toHaveLength(25);
  const second = await listNotices(owner.actor, first.nextCursor);
  expect(second).toMatchObject({ nextCursor: null });
  expect(new Set([...first.notices, ...second.notices].map(({ id }) => id)).size).toBe(26);
  expect((await listNotices((await joinAs("admin", owner)).actor)).notices).toEqual([]);
  const { workspaceId } = owner;
  const old = new Date(Date.now() - 91 * 86_400_000);
  await db().alert.updateMany({ where: { workspaceId }, data: { firedAt: old } });
  await db().member.updateMany({ where: { workspaceId }, data: { createdAt: old } });
  expect((await listNotices(owner.actor)).notices).toEqual([]);
  await purgeAlerts();
  expect(await db().alert.count({ where: { workspaceId } })).toBe(0);
});

it("a person who switched a kind off gets no mail of it, but the notice", async () => {
  const owner = await createWorkspace();
  const admin = await joinAs("admin", owner);
  await setMailPreference(owner.userId, { kind: "low_balance", on: false });
  await setMailPreference(owner.userId, { kind: "low_balance", on: false });
  expect(await listMutedKinds(owner.userId)).toEqual(new Set(["low_balance"]));
  const low = {
    kind: "low_balance",
    thresholdNanos: dollars(5),
    balanceNanos: dollars(4.825),
    daysLeft: null,
  } as const;
  expect(await raise(owner, { fact: low })).toBe(true);
  expect(await subjectsTo(owner.email)).toEqual([]);
  expect(await subjectsTo(admin.email)).toEqual(["Balance below $5.00: $4.82 left"]);
  expect((await getFrameAlerts(owner.actor)).unread).toBe(1);
  await setMailPreference(owner.userId, { kind: "low_balance", on: true });
  await raise(owner, { fact: low, period: "again" });
  expect(await subjectsTo(owner.email)).toEqual(["Balance below $5.00: $4.82 left"]);
});

it("owners and admins change when to be alerted, with an entry in the audit log", async () => {
  const made = await buyer(10);
  const { actor, workspaceId } = made;
  const admin = { ...actor, role: "admin" as const };
  const member = { ...actor, role: "member" as const };
  expect(await getFrameAlerts(actor)).toEqual({ unread: 0, lowBalanceNanos: dollars(5) });
  expect(await getFrameAlerts(member)).toEqual({ unread: 0, lowBalanceNanos: null });
  expect(await setLowBalanceAlert(member, { on: true, threshold: 1n })).toMatchObject({ ok: false });
  expect(await setMonthlySpendAlert(member, { monthlyNanos: 1n, steps: [80] })).toMatchObject({ ok: false });
  expect(await getAlertSettings(member)).toBeNull();
  await setLowBalanceAlert(admin, { on: true, threshold: dollars(20) });
  await setLowBalanceAlert(admin, { on: true, threshold: dollars(20) });
  await setMonthlySpendAlert(actor, { monthlyNanos: dollars(100), steps: [50, 100] });
  expect(await getAlertSettings(actor)).toEqual({
    lowBalanceOn: true,
    lowBalanceNanos: dollars(20),
    monthlyNanos: dollars(100),
    monthlySteps: [50, 100],
  });
  expect((await getFrameAlerts(actor)).lowBalanceNanos).toBe(dollars(20));
  const entries = await db().auditEvent.findMany({ where: { workspaceId }, orderBy: { id: "asc" } });
  expect(entries).toMatchObject([
    {
      action: "alerts.low_balance_changed",
      before: { lowBalanceOn: null, lowBalanceNanos: "5" },
      after: { lowBalanceOn: true, lowBalanceNanos: "20" },
    },
    {
      action: "alerts.monthly_spend_changed",
      before: { monthlyNanos: null, monthlySteps: [] },
      after: { monthlyNanos: "100", monthlySteps: [50, 100] },
    },
  ]);
});

it("nothing is left when a person or a workspace is erased", async () => {
  const owner = await createWorkspace();
  const { workspaceId, userId, actor } = owner;
  await setLowBalanceAlert(actor, { on: true, threshold: dollars(20) });
  await raise(owner);
  await dismissNotices(actor);
  await db().keyLimitAlert.create({ data: { keyId: randomUUID(), workspaceId, step: 80 } });
  await setMailPreference(userId, { kind: "key_limit", on: false });
  expect(await eraseAgain(userId)).toBe(true);
  expect(await db().alertMute.count({ where: { userId } })).toBe(0);
  expect(await db().alertDismissal.count({ where: { userId } })).toBe(0);
  await eraseWorkspaces();
  expect(await db().alert.count({ where: { workspaceId } })).toBe(0);
  expect(await db().alertSettings.count({ where: { workspaceId } })).toBe(0);
  expect(await db().keyLimitAlert.count({ where: { workspaceId } })).toBe(0);
  expect(await raise(owner)).toBe(false);
});

import pg from "pg";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import {
  addUsage,
  buyer,
  createOldWorkspace,
  dollars,
  limitedKey,
  moveTo,
  subjectsTo,
  titlesOf,
  useKey,
  watcherElsewhere,
} from "@/lib/testing/alerts";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { setLowBalanceAlert, setMonthlySpendAlert } from "./alert-settings";
import { listNotices } from "./notices";
import { alertText } from "./rules/alert-text";
import { rearmsAt } from "./rules/crossings";
import { watchBalances } from "./watch-balances";

beforeAll(testDatabase);
afterAll(closeDb);

const at = (moment: string) => () => new Date(moment);

describe("low balance", () => {
  it("alerts below the default of $5.00 once credits were bought, and again only after a clear rise", async () => {
    const made = await buyer(10);
    await watchBalances();
    expect(await titlesOf(made)).toEqual([]);
    await moveTo(made, 4.82);
    await watchBalances();
    await watchBalances();
    expect(await titlesOf(made)).toEqual(["Balance below $5.00: $4.82 left"]);
    expect(await subjectsTo(made.email)).toEqual(["Balance below $5.00: $4.82 left"]);
    for (const balance of [5.5, 4.5, 5.99, 1]) {
      await moveTo(made, balance);
      await watchBalances();
    }
    expect(await titlesOf(made)).toHaveLength(1);
    await moveTo(made, 6);
    await watchBalances();
    await moveTo(made, -2);
    await watchBalances();
    expect(await titlesOf(made)).toEqual(["Balance below $5.00: −$2.00", "Balance below $5.00: $4.82 left"]);
  });

  it("is silent for granted credits, for an alert that is off, and for deleted workspaces", async () => {
    const granted = await createWorkspace({ credits: dollars(1) });
    const off = await buyer(3);
    await setLowBalanceAlert(off.actor, { on: false, threshold: dollars(5) });
    const deleted = await buyer(3);
    await db().workspace.update({ where: { id: deleted.workspaceId }, data: { deletedAt: new Date() } });
    await watchBalances();
    for (const made of [granted, off, deleted]) {
      expect(await titlesOf(made)).toEqual([]);
      expect(await subjectsTo(made.email)).toEqual([]);
    }
    await setLowBalanceAlert(granted.actor, { on: true, threshold: dollars(2) });
    await watchBalances();
    expect(await titlesOf(granted)).toEqual(["Balance below $2.00: $1.00 left"]);
  });

  it("says how long the balance lasts at the pace of the last week", async () => {
    const made = await buyer(4);
    await addUsage(made, new Date(Date.now() - 86_400_000).toISOString(), 14);
    await watchBalances();
    const mail = await db().outboxMail.findFirstOrThrow({ where: { recipient: made.email } });
    expect(mail.text).toContain("At the pace of the last 7 days, it lasts about 2 days.");
    expect(mail.text).toContain("/account/notifications");
  });

  it("arms at the same balance in SQL as in the rule", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: dollars(1_000_000) }), async (threshold) => {
        const { rows } = await sqlPool().query<{ level: bigint }>(
          "select greatest(($1::bigint * 6 + 4) / 5, $1::bigint + 1000000000) as level",
          [threshold],
        );
        expect(rows[0]?.level).toBe(rearmsAt(threshold));
      }),
      { numRuns: 50 },
    );
  });

  it("fires once in 16 concurrent runs of two processes", async () => {
    const elsewhere = await watcherElsewhere(8);
    const made = await buyer(1);
    const key = await limitedKey(made, 10, 10);
    await setMonthlySpendAlert(made.actor, { monthlyNanos: dollars(10), steps: [80] });
    await addUsage(made, new Date(Date.now() - 1_000).toISOString(), 9);
    const here = Array.from({ length: 8 }, () => watchBalances());
    const fired = await Promise.all([...here, elsewhere.run()]);
    expect(fired.reduce((sum, one) => sum + one, 0)).toBe(3);
    const alerts = await db().alert.findMany({
      where: { workspaceId: made.workspaceId },
      orderBy: { kind: "asc" },
    });
    expect(alerts.map(({ kind, subjectId }) => [kind, subjectId])).toEqual([
      ["key_limit", key],
      ["low_balance", made.workspaceId],
      ["monthly_spend", made.workspaceId],
    ]);
    expect(await subjectsTo(made.email)).toHaveLength(3);
  });

  it("waits for a change in progress elsewhere, and decides on what it left", async () => {
    const made = await buyer(1);
    const other = new pg.Client(process.env["DATABASE_URL"]);
    await other.connect();
    try {
      await other.query("begin");
      await other.query("insert into alert_settings (workspace_id, low_since) values ($1, now())", [
        made.workspaceId,
      ]);
      const run = watchBalances();
      await untilWaitingForLock();
      await other.query("commit");
      await run;
    } finally {
      await other.end();
    }
    expect(await titlesOf(made)).toEqual([]);
  });
});

describe("monthly spend", () => {
  it("counts the month of the reporting zone, across the end of daylight saving time", async () => {
    const made = await createOldWorkspace({ timeZone: "America/New_York" });
    await setMonthlySpendAlert(made.actor, { monthlyNanos: dollars(100), steps: [50, 80, 100] });
    // New York is four hours behind UTC until Nov 1, 2026, 06:00 UTC, and five hours from then on.
    await addUsage(made, "2026-10-01T04:00:00Z", 45);
    await addUsage(made, "2026-10-01T00:00:00Z", 900);
    await addUsage(made, "2026-11-01T00:00:00Z", 10);
    await watchBalances(at("2026-11-01T03:30:00Z"));
    expect(await titlesOf(made)).toEqual(["October spend reached 50% of $100.00: $55.00 so far"]);
    await addUsage(made, "2026-11-01T04:00:00Z", 90);
    await watchBalances(at("2026-11-01T04:30:00Z"));
    // From 50% to 90% at once: the highest step alone.
    expect(await titlesOf(made)).toEqual([
      "November spend reached 80% of $100.00: $90.00 so far",
      "October spend reached 50% of $100.00: $55.00 so far",
    ]);
    await addUsage(made, "2026-12-01T00:00:00Z", 11);
    await watchBalances(at("2026-12-01T04:59:00Z"));
    expect((await titlesOf(made))[0]).toBe("November spend reached $100.00: $101.00 so far");
    await watchBalances(at("2026-12-01T05:01:00Z"));
    expect(await titlesOf(made)).toHaveLength(3);
  });

  it("counts no other workspace, and mails no one else", async () => {
    const [mine, theirs] = [await createOldWorkspace(), await createOldWorkspace()];
    await setMonthlySpendAlert(mine.actor, { monthlyNanos: dollars(10), steps: [100] });
    await setMonthlySpendAlert(theirs.actor, { monthlyNanos: dollars(10), steps: [100] });
    await addUsage(theirs, "2026-11-05T00:00:00Z", 12.34);
    await watchBalances(at("2026-11-06T00:00:00Z"));
    expect(await titlesOf(mine)).toEqual([]);
    expect(await subjectsTo(mine.email)).toEqual([]);
    expect(await titlesOf(theirs)).toEqual(["November spend reached $10.00: $12.34 so far"]);
    const { notices } = await listNotices({ ...mine.actor, workspaceId: theirs.workspaceId });
    expect(notices).toEqual([]);
  });
});

describe("key limits", () => {
  it("alerts at 80% and at 100%, once in a window, and again when the limit was raised", async () => {
    const made = await createWorkspace();
    const id = await limitedKey(made, 10, 7.99);
    await watchBalances();
    expect(await titlesOf(made)).toEqual([]);
    await useKey(id, 8);
    await watchBalances();
    await watchBalances();
    await useKey(id, 10.5);
    await watchBalances();
    expect(await titlesOf(made)).toEqual([
      "Key “Test key” reached its limit: $10.50 of $10.00",
      "Key “Test key” used 80% of its limit: $8.00 of $10.00",
    ]);
    await sqlPool().query("update meters set limit_nanos = $2 where subject_id = $1", [id, dollars(20)]);
    await watchBalances();
    expect(await titlesOf(made)).toHaveLength(2);
    await useKey(id, 16);
    await watchBalances();
    expect((await titlesOf(made))[0]).toBe("Key “Test key” used 80% of its limit: $16.00 of $20.00");
    // The usage of a window that has passed counts for nothing.
    await sqlPool().query(
      "update meters set month_start = month_start - interval '1 month', limit_nanos = $2 where subject_id = $1",
      [id, dollars(15)],
    );
    await watchBalances();
    expect(await titlesOf(made)).toHaveLength(3);
  });

  it("alerts again only after a clear fall below the step, whatever changes the share", async () => {
    const made = await createWorkspace();
    const id = await limitedKey(made, 10, 9);
    const setLimit = (limit: number) =>
      sqlPool().query("update meters set limit_nanos = $2 where subject_id = $1", [id, dollars(limit)]);
    const alerts = async () => {
      await watchBalances();
      return titlesOf(made);
    };
    const at80 = "Key “Test key” used 80% of its limit: $9.00 of $10.00";
    expect(await alerts()).toEqual([at80]);
    // 82%, then 72%, and 80% again: no clear fall.
    for (const limit of [11, 12.5, 11.25]) {
      await setLimit(limit);
      expect(await alerts()).toEqual([at80]);
    }
    // The limit itself is another step, and reaching it is news after a fall to 88%.
    const at100 = (limit: number) => `Key “Test key” reached its limit: $${limit}.00 of $${limit}.00`;
    await setLimit(9);
    expect(await alerts()).toEqual([at100(9), at80]);
    await setLimit(9.5);
    expect(await alerts()).toHaveLength(2);
    await setLimit(9);
    expect(await alerts()).toHaveLength(2);
    await setLimit(10.2);
    expect(await alerts()).toHaveLength(2);
    await setLimit(9);
    expect(await alerts()).toEqual([at100(9), at100(9), at80]);
    // 45%: armed, and at 90% of the limit before it alerts again.
    await setLimit(20);
    expect(await alerts()).toHaveLength(3);
    await setLimit(10);
    expect(await alerts()).toEqual([at80, at100(9), at100(9), at80]);
  });

  it("a jump to the limit, then a raise to 88%, says nothing about 80%", async () => {
    const made = await createWorkspace();
    const id = await limitedKey(made, 10, 10);
    await watchBalances();
    await sqlPool().query("update meters set limit_nanos = $2 where subject_id = $1", [id, dollars(11.3)]);
    await watchBalances();
    await watchBalances();
    expect(await titlesOf(made)).toHaveLength(1);
  });

  it("alerts in the next window of the limit", async () => {
    const made = await createWorkspace();
    const id = await limitedKey(made, 10, 9);
    await watchBalances();
    await sqlPool().query(
      "update key_limit_alerts set period = (period::date - interval '1 month')::date::text where key_id = $1",
      [id],
    );
    await watchBalances();
    expect(await titlesOf(made)).toHaveLength(2);
  });

  it("tells a plain member about the keys they created, and about nothing else", async () => {
    const owner = await buyer(1);
    const member = await createWorkspace();
    const { workspaceId } = owner;
    await db().member.create({ data: { workspaceId, userId: member.userId, role: "member" } });
    const [theirs] = [await limitedKey(owner, 10, 9), await limitedKey(owner, 5, 5)];
    await db().apiKey.update({ where: { id: theirs }, data: { creatorUserId: member.userId, name: "Mine" } });
    await watchBalances();
    const actor = { userId: member.userId, workspaceId, role: "member" } as const;
    const seen = (await listNotices(actor)).notices.map((notice) => alertText(notice).title);
    expect(seen).toEqual(["Key “Mine” used 80% of its limit: $9.00 of $10.00"]);
    expect(await subjectsTo(member.email)).toEqual(seen);
    expect(await titlesOf(owner)).toHaveLength(3);
  });

  it("ignores keys that were not used for a week, limits of zero and deleted keys", async () => {
    const made = await createWorkspace();
    const idle = await limitedKey(made, 10, 10);
    await sqlPool().query(
      "update meters set last_used_at = now() - interval '8 days' where subject_id = $1",
      [idle],
    );
    await limitedKey(made, 0, 0);
    const deleted = await limitedKey(made, 10, 10);
    await db().apiKey.update({ where: { id: deleted }, data: { deletedAt: new Date() } });
    await watchBalances();
    expect(await titlesOf(made)).toEqual([]);
  });
});

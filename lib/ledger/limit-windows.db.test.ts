import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import {
  type LimitReset,
  type Meter,
  usedInWindow,
  type WindowStarts,
  windowStarts,
  windowUsage,
} from "@/lib/ledger/rules/spend-limit";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createSpender, hold, type Spender } from "@/lib/testing/holds";
import { settleExactly } from "./settlements/settle-holds";

// The windows of a limit are implemented three times: in `meter_used`, in `settle_holds` and in rules/spend-limit.ts.
// This test gives all three the same times.

await testDatabase();
let spender: Spender;
beforeAll(async () => {
  // Takes precedence over the server's own function when this schema is first in the search path.
  await asOwner((client) =>
    client.query(
      `create schema clock; grant usage on schema clock to public;
       create function clock.now() returns timestamptz language sql stable as
         $$ select current_setting('clock.now')::timestamptz $$`,
    ),
  );
  spender = await createSpender({ credits: 1_000_000n });
});
afterAll(closeDb);

const times = [
  "2026-11-22T23:59:59.999Z",
  "2026-11-23T00:00:00.000Z",
  "2026-11-30T23:59:59.999Z",
  "2026-12-01T00:00:00.000Z",
  "2026-12-31T23:59:59.999Z",
  "2027-01-01T00:00:00.000Z",
  "2027-01-03T23:59:59.999Z",
  "2027-01-04T00:00:00.000Z",
  "2027-02-28T23:59:59.999Z",
  "2027-03-01T00:00:00.000Z",
  "2028-02-28T23:59:59.999Z",
  "2028-02-29T00:00:00.000Z",
  "2028-02-29T23:59:59.999Z",
  "2028-03-01T00:00:00.000Z",
  // Where clocks change, days have 23 or 25 hours; those of limits always have 24.
  "2026-03-08T07:00:00.000Z",
  "2026-03-29T01:30:00.000Z",
  "2026-10-25T00:59:59.999Z",
  "2026-11-01T05:30:00.000Z",
];
const zones = ["UTC", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati"];
const resets: (LimitReset | null)[] = ["daily", "weekly", "monthly", null];
const dayMs = 86_400_000;

/** Meters whose windows contain that time, ended just before it, ended long ago, or begin after it. */
function metersAt(now: Date): Meter[] {
  const running = windowStarts(now);
  const starts: WindowStarts[] = [
    running,
    ...[running.day, running.week, running.month].map((start) =>
      windowStarts(new Date(Date.parse(start) - 1)),
    ),
    windowStarts(new Date(0)),
    windowStarts(new Date(now.getTime() + 32 * dayMs)),
  ];
  return starts.map(({ day, week, month }) => ({
    usedNanos: 1_000n,
    dayStart: day,
    dayNanos: 1n,
    weekStart: week,
    weekNanos: 10n,
    monthStart: month,
    monthNanos: 100n,
  }));
}

/** Runs `work` at a given time, in a session with that time zone. */
function atTime<Value>(
  now: Date,
  zone: string,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  return sqlTransaction(async (client) => {
    await client.query(
      `select set_config('clock.now', $1, true), set_config('TimeZone', $2, true),
         set_config('search_path', 'clock, public, pg_catalog', true)`,
      [now.toISOString(), zone],
    );
    return work(client);
  });
}

const cases = times.flatMap((time, index) => [[time, zones[index % zones.length] ?? "UTC"] as const]);

it.each(cases)("meter_used counts the same usage as the rule at %s (session in %s)", async (time, zone) => {
  const now = new Date(time);
  const meterCases = metersAt(now).flatMap((meter) => resets.map((reset) => ({ meter, reset })));
  const counted = await atTime(now, zone, async (client) => {
    const { rows } = await client.query<{ used: Nanos }>(
      `select meter_used(meter) as used
       from jsonb_array_elements($1::jsonb) with ordinality as given (fields, place)
       cross join lateral jsonb_populate_record(null::meters, fields) as meter order by place`,
      [JSON.stringify(meterCases.map(({ meter, reset }) => columnsOf(meter, reset)))],
    );
    return rows.map(({ used }) => used);
  });
  expect(counted).toEqual(meterCases.map(({ meter, reset }) => usedInWindow(reset, windowUsage(meter, now))));
});

it.each(cases)("settle_holds advances windows like the rule at %s (session in %s)", async (time, zone) => {
  const now = new Date(time);
  for (const meter of metersAt(now)) {
    const holdId = uuidv7();
    expect(await hold(spender, 7n, { holdId })).toMatchObject({ ok: true });
    await sqlPool().query(
      `update meters set used_nanos = $2, day_start = $3, day_nanos = $4, week_start = $5, week_nanos = $6,
         month_start = $7, month_nanos = $8 where id = $1`,
      [spender.keyId, ...Object.values(meter)],
    );
    const settled = { workspaceId: spender.workspaceId, holdId, costNanos: 5n, isReleased: false };
    const after = await atTime(now, zone, async (client) => {
      expect((await settleExactly(client, [settled])).size).toBe(1);
      return storedMeter(client);
    });
    const before = windowUsage(meter, now);
    const starts = windowStarts(now);
    expect(after).toEqual({
      usedNanos: before.totalNanos + 5n,
      dayStart: later(meter.dayStart, starts.day),
      dayNanos: before.dailyNanos + 5n,
      weekStart: later(meter.weekStart, starts.week),
      weekNanos: before.weeklyNanos + 5n,
      monthStart: later(meter.monthStart, starts.month),
      monthNanos: before.monthlyNanos + 5n,
    });
  }
});

const later = (one: string, other: string) => (one > other ? one : other);

function columnsOf(meter: Meter, reset: LimitReset | null): object {
  return {
    limit_reset: reset,
    used_nanos: Number(meter.usedNanos),
    day_start: meter.dayStart,
    day_nanos: Number(meter.dayNanos),
    week_start: meter.weekStart,
    week_nanos: Number(meter.weekNanos),
    month_start: meter.monthStart,
    month_nanos: Number(meter.monthNanos),
  };
}

async function storedMeter(client: PoolClient): Promise<Meter | undefined> {
  const { rows } = await client.query<Meter>(
    `select used_nanos as "usedNanos", day_start::text as "dayStart", day_nanos as "dayNanos",
       week_start::text as "weekStart", week_nanos as "weekNanos", month_start::text as "monthStart",
       month_nanos as "monthNanos" from meters where id = $1`,
    [spender.keyId],
  );
  return rows[0];
}

import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { findUsageDrift } from "./find-usage-drift";

beforeAll(testDatabase);
afterAll(closeDb);
beforeEach(async () => {
  await db().usageCheckpoint.deleteMany();
  await db().usagePart.deleteMany();
  await db().usageDay.deleteMany();
  await asOwner(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query("delete from transfers where code = 'usage'");
  });
});

const now = new Date("2026-11-20T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * msPerDay);

/** A debit that was made at a moment; its id says when. */
async function debit(workspaceId: string, at: Date, nanos: bigint): Promise<string> {
  const id = `${lowestIdAt(at).slice(0, 14)}${uuidv7().slice(14)}`;
  await sqlPool().query(
    `insert into ledger_accounts (id, kind) select gen_random_uuid(), 'usage_revenue' on conflict do nothing`,
  );
  await sqlPool().query(
    `insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash, created_at)
     select $1::uuid, $2, a.id, b.id, $3, 'usage', $1::text, '', $4 from ledger_accounts a, ledger_accounts b
      where a.kind = 'wallet' and a.workspace_id = $2 and b.kind = 'usage_revenue'`,
    [id, workspaceId, nanos, at],
  );
  return id;
}

async function record(workspaceId: string, at: Date, costNanos: bigint): Promise<void> {
  const sums = { requests: 1n, errors: 0n, promptTokens: 1n, completionTokens: 1n };
  await db().usageDay.create({
    data: {
      ...{ workspaceId, spanStart: at, model: uuidv7(), provider: "one", keyId: uuidv7() },
      ...{ ...sums, reasoningTokens: 0n, cachedTokens: 0n, costNanos },
    },
  });
}

async function use(workspaceId: string, at: Date, nanos: bigint): Promise<void> {
  await debit(workspaceId, at, nanos);
  await record(workspaceId, at, nanos);
}

const find = (at = now, statementMsMax = 60_000) => findUsageDrift({ statementMsMax, rowsMax: 10, now: at });
const partOf = (workspaceId: string) => Number.parseInt(workspaceId.slice(-4), 16) % 24;
/** Has every part summed at a moment, so that none is due in the hours after it. */
const markAll = (at: Date) =>
  db().usagePart.createMany({ data: Array.from({ length: 24 }, (_, part) => ({ part, summedAt: at })) });
const hoursAfter = (hours: number, from = now) => new Date(from.getTime() + hours * msPerHour);

it("usage agrees before and after its checkpoint, and stored sums are those up to two days ago", async () => {
  const { workspaceId } = await createWorkspace();
  const old = [400, 30, 3].map(daysAgo);
  for (const [index, at] of [...old, daysAgo(1), now].entries())
    await use(workspaceId, at, 10n ** BigInt(index));
  expect(await find()).toEqual({ driftNanos: 0n, count: 0, rows: [] });
  const stored = () => db().usageCheckpoint.findUniqueOrThrow({ where: { workspaceId } });
  expect(await stored()).toEqual({
    workspaceId,
    through: new Date("2026-11-18T00:00:00Z"),
    ledgerNanos: 111n,
    recordedNanos: 111n,
  });
  expect(await find()).toMatchObject({ count: 0 });
  expect(await find(new Date(now.getTime() + 3 * msPerDay))).toMatchObject({ count: 0 });
  expect(await stored()).toMatchObject({ through: new Date("2026-11-21T00:00:00Z"), ledgerNanos: 11_111n });
  // A clock that goes back moves nothing back.
  expect(await find()).toMatchObject({ count: 0 });
  expect(await stored()).toMatchObject({ through: new Date("2026-11-21T00:00:00Z") });
});

it("a difference is named with the sums since the beginning, until it is resolved", async () => {
  const { workspaceId } = await createWorkspace();
  await use(workspaceId, daysAgo(30), 100n);
  await find();
  await debit(workspaceId, now, 7n);
  const drift = {
    driftNanos: 7n,
    count: 1,
    rows: [expect.objectContaining({ workspaceId, ledgerNanos: 107n, recordedNanos: 100n })],
  };
  for (const days of [0, 1, 5, 9])
    expect(await find(new Date(now.getTime() + days * msPerDay))).toEqual(drift);
  await record(workspaceId, now, 7n);
  expect(await find(new Date(now.getTime() + 10 * msPerDay))).toMatchObject({ driftNanos: 0n });
});

it("what is written behind the checkpoint is no drift when both sides have it, and one when only one has", async () => {
  const { workspaceId } = await createWorkspace();
  await use(workspaceId, daysAgo(30), 100n);
  await find();
  // In time for one side only: debited now, recorded for a day that was summed.
  await debit(workspaceId, now, 5n);
  await record(workspaceId, daysAgo(10), 5n);
  expect(await find()).toMatchObject({ driftNanos: 0n });
  expect(await db().usageCheckpoint.findUniqueOrThrow({ where: { workspaceId } })).toMatchObject({
    ledgerNanos: 100n,
    recordedNanos: 105n,
  });
  expect(await find(new Date(now.getTime() + 5 * msPerDay))).toMatchObject({ driftNanos: 0n });
});

/** A workspace whose old rows were changed after they were summed, and no part of which is due for 23 hours. */
async function changed(): Promise<string> {
  const { workspaceId } = await createWorkspace();
  await use(workspaceId, daysAgo(30), 100n);
  await markAll(now);
  await find();
  await db().usageDay.updateMany({ where: { workspaceId }, data: { costNanos: 99n } });
  return workspaceId;
}

it("a change of old rows is found within a day, stays, and is found at once without a time limit", async () => {
  const workspaceId = await changed();
  const found = [];
  for (let hour = 1; hour <= 29; hour += 1) found.push((await find(hoursAfter(hour))).driftNanos);
  expect(found.slice(0, 22)).toEqual(Array.from({ length: 22 }, () => 0n));
  const first = found.indexOf(1n);
  expect(first).toBeGreaterThanOrEqual(22);
  expect(found.slice(first)).toEqual(found.slice(first).map(() => 1n));
  await db().usageDay.updateMany({ where: { workspaceId }, data: { costNanos: 98n } });
  expect(await find(hoursAfter(30), 0)).toMatchObject({ driftNanos: 2n });
});

it("each part is summed once a day by hourly runs", async () => {
  await find(now, 0);
  const sums = new Map<number, number>();
  // The first day spreads the parts over the hours; the second and third are counted.
  for (let hour = 1; hour <= 72; hour += 1) {
    const at = hoursAfter(hour);
    await find(at);
    if (hour <= 24) continue;
    for (const { part } of await db().usagePart.findMany({ where: { summedAt: at } }))
      sums.set(part, (sums.get(part) ?? 0) + 1);
  }
  expect(sums.size).toBe(24);
  for (const count of sums.values()) expect(count).toBeGreaterThanOrEqual(2);
  const { _min: oldest } = await db().usagePart.aggregate({ _min: { summedAt: true } });
  expect(oldest.summedAt?.getTime()).toBeGreaterThanOrEqual(hoursAfter(48).getTime());
});

it("hours in which nothing ran are made up for within a few runs", async () => {
  const workspaceId = await changed();
  // Its part was due next, and the server was down for half a day.
  await db().usagePart.update({ where: { part: partOf(workspaceId) }, data: { summedAt: hoursAfter(-12) } });
  const back = hoursAfter(24);
  const found = [];
  for (let hour = 0; hour < 6; hour += 1) found.push((await find(hoursAfter(hour, back))).driftNanos);
  expect(found[0]).toBe(1n);
  expect(await db().usagePart.count({ where: { summedAt: { lt: back } } })).toBe(0);
});

it("parts that were summed by a clock in the future are summed again", async () => {
  await changed();
  await db().usagePart.updateMany({ data: { summedAt: hoursAfter(24 * 400) } });
  const found = [];
  for (let hour = 0; hour < 6; hour += 1) found.push((await find(hoursAfter(hour))).driftNanos);
  expect(found.at(-1)).toBe(1n);
});

it("reads what is newer than the checkpoint, not what is older", async () => {
  const { workspaceId } = await createWorkspace();
  await use(workspaceId, daysAgo(30), 100n);
  await markAll(now);
  await find();
  // Were it read, it would be found.
  await asOwner(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query("delete from transfers where workspace_id = $1 and code = 'usage'", [workspaceId]);
  });
  expect(await find(hoursAfter(1))).toMatchObject({ count: 0 });
});

it("concurrent runs store each day once", async () => {
  const { workspaceId } = await createWorkspace();
  await use(workspaceId, daysAgo(30), 100n);
  await Promise.all(Array.from({ length: 5 }, () => find()));
  const later = new Date(now.getTime() + 4 * msPerDay);
  await use(workspaceId, daysAgo(1), 11n);
  await Promise.all(Array.from({ length: 5 }, () => find(later)));
  expect(await db().usageCheckpoint.findUniqueOrThrow({ where: { workspaceId } })).toMatchObject({
    ledgerNanos: 111n,
    recordedNanos: 111n,
  });
});

it("deleted workspaces are left out and forgotten", async () => {
  const { workspaceId } = await createWorkspace();
  await use(workspaceId, daysAgo(30), 100n);
  await find();
  await db().workspace.update({ where: { id: workspaceId }, data: { deletedAt: now } });
  await debit(workspaceId, now, 7n);
  expect(await find(new Date(now.getTime() + 4 * msPerDay))).toMatchObject({ count: 0 });
  expect(await db().usageCheckpoint.count({ where: { workspaceId } })).toBe(0);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "uuidv7";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { countTrouble } from "./count-trouble";
import { getHealth } from "./get-health";
import { listAccounts } from "./list-accounts";
import { listJobRuns } from "./list-job-runs";
import { listPayments } from "./list-payments";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

async function createPurchase(state: "pending" | "credited", createdAt: Date) {
  const { workspaceId, userId, email } = await createWorkspace();
  const { id } = await db().purchase.create({
    data: {
      id: uuidv7(),
      workspaceId,
      userId,
      state,
      creditsNanos: 10_000_000_000n,
      feeNanos: 800_000_000n,
      totalCents: 1_080,
      createdAt,
      ...(state === "credited" && { creditedAt: createdAt }),
    },
    select: { id: true },
  });
  return { id, workspaceId, email };
}

const verify = (finishedAt: Date, ok: boolean) =>
  db().ledgerVerification.create({
    data: {
      id: uuidv7(),
      requestedAt: finishedAt,
      startedAt: finishedAt,
      finishedAt,
      checks: [{ name: "balances", ok, detail: "" }],
    },
    select: { id: true },
  });

const minutesPerDay = 24 * 60;

const recordJob = (name: string, endedAt: Date, lastFailed = false) =>
  sqlPool().query(
    "insert into job_runs (name, every_ms, ended_at, succeeded_at, failed_at) values ($1, 60000, $2, $3, $4)",
    [name, endedAt, lastFailed ? minutesAgo(600) : endedAt, lastFailed ? endedAt : minutesAgo(900)],
  );

test("counts each kind of trouble once, and nothing while all is well", async () => {
  expect(await countTrouble()).toBe(0);
  await verify(minutesAgo(60), true);
  await recordJob("on-time", minutesAgo(17));
  await createPurchase("pending", minutesAgo(13 * minutesPerDay));
  await createPurchase("credited", minutesAgo(500));
  expect(await countTrouble()).toBe(0);

  const late = await createPurchase("pending", minutesAgo(15 * minutesPerDay));
  await createPurchase("pending", minutesAgo(16 * minutesPerDay));
  expect(await countTrouble()).toBe(1);
  await recordJob("late", minutesAgo(19));
  await recordJob("failing", minutesAgo(1), true);
  expect(await countTrouble()).toBe(2);
  await db().outboxMail.create({
    data: {
      id: uuidv7(),
      kind: "receipt",
      recipient: late.email,
      subject: "x",
      text: "x",
      failedAt: new Date(),
    },
    select: { id: true },
  });
  expect(await countTrouble()).toBe(3);
  await verify(minutesAgo(1), false);
  expect(await countTrouble()).toBe(4);
  await verify(minutesAgo(0), true);
  expect(await countTrouble()).toBe(3);

  expect(await getHealth()).toMatchObject({ latePayments: 2, jobs: 3, lateJobs: 2, troubledMails: 1 });
  expect((await listJobRuns()).map(({ name, isLate }) => [name, isLate])).toEqual([
    ["failing", true],
    ["late", true],
    ["on-time", false],
  ]);
});

test("a job that never ran becomes late, from when it was listed", async () => {
  const isLate = async () => (await listJobRuns()).find(({ name }) => name === "never-ran")?.isLate;
  await sqlPool().query(
    "insert into job_runs (name, every_ms, ended_at) values ('never-ran', 60000, now() - interval '17 minutes')",
  );
  expect(await isLate()).toBe(false);
  await sqlPool().query(
    "update job_runs set ended_at = now() - interval '19 minutes' where name = 'never-ran'",
  );
  expect(await isLate()).toBe(true);
  await sqlPool().query("delete from job_runs where name = 'never-ran'");
});

test("a ledger that was not verified for two days is trouble", async () => {
  await sqlPool().query("delete from ledger_verifications");
  const before = await countTrouble();
  await verify(minutesAgo(60 * 47), true);
  expect(await countTrouble()).toBe(before);
  await sqlPool().query("update ledger_verifications set finished_at = now() - interval '49 hours'");
  expect(await countTrouble()).toBe(before + 1);
});

test("float and held credits are those of all workspaces", async () => {
  const before = await getHealth();
  const { workspaceId } = await createWorkspace({ credits: 3_000_000_001n });
  await sqlPool().query("update wallets set held_nanos = 7 where workspace_id = $1", [workspaceId]);
  const after = await getHealth();
  expect(after.floatNanos - before.floatNanos).toBe(3_000_000_001n);
  expect(after.heldNanos - before.heldNanos).toBe(7n);
  await sqlPool().query("update wallets set held_nanos = 0 where workspace_id = $1", [workspaceId]);
});

test("lists payments of all workspaces, newest first, by state and page by page", async () => {
  const first = await createPurchase("pending", minutesAgo(1));
  const second = await createPurchase("credited", minutesAgo(0));
  const page = await listPayments({ limit: 1 });
  expect(page.rows).toMatchObject([{ id: second.id, email: second.email, totalCents: 1_080 }]);
  const next = await listPayments({ limit: 1, ...(page.nextCursor && { cursor: page.nextCursor }) });
  expect(next.rows).toMatchObject([{ id: first.id, workspaceId: first.workspaceId, state: "pending" }]);
  const pending = await listPayments({ state: "pending" });
  expect(pending.rows.map(({ id }) => id)).toContain(first.id);
  expect(pending.rows.every(({ state }) => state === "pending")).toBe(true);
});

test("deleted accounts are listed only on request, or by their id", async () => {
  const { workspaceId } = await createWorkspace();
  await db().workspace.update({ where: { id: workspaceId }, data: { deletedAt: new Date() } });
  const ids = async (query: Parameters<typeof listAccounts>[0]) =>
    (await listAccounts(query)).rows.map((row) => row.workspaceId);
  expect(await ids({})).not.toContain(workspaceId);
  expect(await ids({ withDeleted: true })).toContain(workspaceId);
  expect(await ids({ search: workspaceId })).toEqual([workspaceId]);
});

test("no search text is a pattern or an error for the database", async () => {
  const { email } = await createWorkspace();
  const hostile = [
    "%",
    "_",
    "\\",
    "'",
    "%%",
    `${email.slice(0, 4)}%`,
    "\0",
    "a\0b",
    "\ud800",
    "x".repeat(10_000),
  ];
  for (const search of hostile) expect((await listAccounts({ search })).rows).toEqual([]);
  expect((await listAccounts({ search: email })).rows).toHaveLength(1);
});

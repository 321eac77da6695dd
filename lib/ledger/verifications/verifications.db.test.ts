import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeEach, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { lastVerified, latestVerification } from "./latest-verification";
import { requestVerification } from "./request-verification";
import { runDueVerification } from "./run-due-verification";

await testDatabase();
afterAll(closeDb);
beforeEach(() => db().ledgerVerification.deleteMany());

const operator = { userId: randomUUID() };
const later = (ms: number) => () => new Date(Date.now() + ms);

it("one is due at first and then a day after the last one finished", async () => {
  expect(await lastVerified()).toBeNull();
  expect(await runDueVerification()).toBe(true);
  expect(await runDueVerification(later(msPerDay - 60_000))).toBe(false);
  expect(await runDueVerification(later(msPerDay + 60_000))).toBe(true);
  expect(await db().ledgerVerification.count()).toBe(2);
  const { unfinished, finished } = await latestVerification();
  expect(unfinished).toBeNull();
  expect(finished?.checks?.length).toBeGreaterThan(10);
  expect(finished?.checks?.every(({ ok }) => ok)).toBe(true);
  expect(await lastVerified()).toMatchObject({ failedChecks: 0 });
});

it("a request is shown until it has run, and further requests are the same one", async () => {
  await runDueVerification();
  const requests = await Promise.all(Array.from({ length: 5 }, () => requestVerification(operator)));
  expect(new Set(requests).size).toBe(1);
  expect((await latestVerification()).unfinished).toMatchObject({ startedAt: null, step: null });
  expect(await runDueVerification()).toBe(true);
  expect((await latestVerification()).unfinished).toBeNull();
  const requested = await db().ledgerVerification.findUniqueOrThrow({ where: { id: requests[0] ?? "" } });
  expect(requested).toMatchObject({ requestedBy: operator.userId, failure: null });
  expect(await requestVerification(operator)).not.toBe(requests[0]);
});

it("one that its process left unfinished starts over", async () => {
  const id = await requestVerification(operator);
  const startedAt = new Date(Date.now() - 60_000);
  await db().ledgerVerification.update({ where: { id }, data: { startedAt, step: "seals" } });
  expect((await latestVerification()).unfinished).toMatchObject({ startedAt, step: "seals" });
  expect(await runDueVerification()).toBe(true);
  const run = await db().ledgerVerification.findUniqueOrThrow({ where: { id } });
  expect(run.startedAt?.getTime()).toBeGreaterThan(startedAt.getTime());
  expect(run.finishedAt).not.toBeNull();
});

it("a wallet that does not match its transfers is found and named", async () => {
  const { actor } = await createWorkspace({ credits: 5n });
  const { workspaceId } = actor;
  await db().wallet.update({ where: { workspaceId }, data: { creditedNanos: { increment: 1n } } });
  try {
    await runDueVerification();
    const { finished } = await latestVerification();
    const failed = finished?.checks?.filter(({ ok }) => !ok) ?? [];
    expect(failed.map(({ name }) => name)).toContain("wallet totals equal their transfers");
    expect(failed.some(({ detail }) => detail.includes(workspaceId))).toBe(true);
    expect(await lastVerified()).toMatchObject({ failedChecks: failed.length });
  } finally {
    await db().wallet.update({ where: { workspaceId }, data: { creditedNanos: { decrement: 1n } } });
  }
});

it("one that takes too long ends without results and leaves the earlier ones", async () => {
  await runDueVerification();
  const before = await lastVerified();
  await requestVerification(operator);
  await asOwner(async (client) => {
    await client.query("begin");
    await client.query("lock table transfers in access exclusive mode");
    expect(await runDueVerification(later(1_000), 200)).toBe(true);
    await client.query("rollback");
  });
  const { failed, finished } = await latestVerification();
  expect(failed).toMatchObject({ failure: "timeout" });
  expect(finished?.finishedAt).toEqual(before?.finishedAt);
  expect(await lastVerified()).toEqual(before);
});

it("results are removed after 90 days", async () => {
  await runDueVerification();
  await runDueVerification(later(91 * msPerDay));
  expect(await db().ledgerVerification.count()).toBe(1);
});

it("a request that is made while one becomes due is that one, and none stays open", async () => {
  await asOwner(async (client) => {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended('ledger_verifications', 0))");
    const due = runDueVerification();
    await untilWaitingForLock();
    await client.query("insert into ledger_verifications (id, requested_by) values ($1, $2)", [
      uuidv7(),
      operator.userId,
    ]);
    await client.query("commit");
    expect(await due).toBe(true);
  });
  expect(await db().ledgerVerification.findMany({ select: { requestedBy: true, failure: true } })).toEqual([
    { requestedBy: operator.userId, failure: null },
  ]);
  expect((await latestVerification()).unfinished).toBeNull();
});

it("of several open ones, each is run", async () => {
  const ids = [uuidv7(), uuidv7()];
  await db().ledgerVerification.createMany({ data: ids.map((id) => ({ id })) });
  expect([await runDueVerification(), await runDueVerification(), await runDueVerification()]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await latestVerification()).unfinished).toBeNull();
});

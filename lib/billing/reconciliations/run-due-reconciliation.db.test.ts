import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { simulatedPayments } from "@/lib/testing/simulated-payments";
import { sweepEvents } from "../repair/sweep-events";
import { latestReconciliation } from "./latest-reconciliation";
import { requestReconciliation } from "./request-reconciliation";
import { runDueReconciliation } from "./run-due-reconciliation";

let simulated: Awaited<ReturnType<typeof simulatedPayments>>;

beforeAll(async () => {
  await testDatabase();
  process.env["OPERATOR_EMAILS"] = "operator@example.test,second@example.test";
  simulated = await simulatedPayments();
});
afterAll(async () => {
  await simulated.stop();
  await closeDb();
});

const control: typeof simulated.control = (action, body) => simulated.control(action, body);
const later = (ms: number) => () => new Date(Date.now() + ms);
/** After every grace time. */
const inTwoDays = later(2 * msPerDay);

/** The clock of these tests goes back. What was read up to a later moment has to be read again. */
async function readAgain() {
  await sqlPool().query("delete from stripe_sweeps where name = 'balance'");
}

async function credited() {
  const purchase = await simulated.pay();
  await sweepEvents(later(60_000));
  return purchase;
}

beforeEach(async () => {
  await readAgain();
  await sqlPool().query("delete from reconciliations");
  await sqlPool().query("delete from outbox_mails");
});
const mails = () =>
  db().outboxMail.findMany({
    where: { kind: "reconciliation_drift" },
    orderBy: { id: "asc" },
    select: { recipient: true, subject: true },
  });

it("are due hourly and on request, and further requests are the same one", async () => {
  expect(await runDueReconciliation()).toBe(true);
  expect(await runDueReconciliation(later(59 * 60_000))).toBe(false);
  expect(await runDueReconciliation(later(61 * 60_000))).toBe(true);
  const operator = { userId: uuidv7() };
  const requests = await Promise.all(Array.from({ length: 5 }, () => requestReconciliation(operator)));
  expect(new Set(requests).size).toBe(1);
  expect((await latestReconciliation()).unfinished).toMatchObject({ startedAt: null, step: null });
  expect(await runDueReconciliation()).toBe(true);
  const { unfinished, failed, finished } = await latestReconciliation();
  expect({ unfinished, failed }).toEqual({ unfinished: null, failed: null });
  expect(finished).toMatchObject({ driftNanos: 0n, result: { isComplete: true } });
  expect(await runDueReconciliation(later(91 * msPerDay))).toBe(true);
  expect(await db().reconciliation.count()).toBe(1);
});

it("fail without losing the last result when Stripe does not respond, and run again", async () => {
  await runDueReconciliation();
  await requestReconciliation({ userId: uuidv7() });
  await control("fault", { method: "GET", path: "/v1/balance_transactions", status: 500, times: 1 });
  expect(await runDueReconciliation()).toBe(true);
  expect(await latestReconciliation()).toMatchObject({
    unfinished: null,
    failed: { failure: "stripe" },
    finished: { driftNanos: 0n },
  });
  await requestReconciliation({ userId: uuidv7() });
  await runDueReconciliation();
  expect((await latestReconciliation()).failed).toBeNull();
});

it("mail every operator once for each change of the drift", async () => {
  const { customer } = await credited();
  await control("pay", { customer, amount: 2_500 });
  await runDueReconciliation(inTwoDays);
  expect(await mails()).toEqual(
    ["operator@example.test", "second@example.test"].map((recipient) => ({
      recipient,
      subject: "Reconciliation found a drift of $25.00",
    })),
  );
  await runDueReconciliation(later(3 * msPerDay));
  expect(await mails()).toHaveLength(2);
  await control("pay", { customer, amount: 100 });
  await readAgain();
  await runDueReconciliation(later(4 * msPerDay));
  expect((await mails()).at(-1)?.subject).toBe("Reconciliation found a drift of $26.00");
  expect(await mails()).toHaveLength(4);
  expect(
    (await latestReconciliation()).finished?.result.checks.find(({ name }) => name === "stripe"),
  ).toMatchObject({
    count: 2,
    driftNanos: 26_000_000_000n,
  });
});

it("end as failed when their result cannot be saved, and are not repeated before the next hour", async () => {
  await asOwner((client) =>
    client.query(
      "alter table outbox_mails add constraint no_drift_mail check (kind <> 'reconciliation_drift')",
    ),
  );
  try {
    const { customer } = await credited();
    await control("pay", { customer, amount: 700 });
    expect(await runDueReconciliation(inTwoDays)).toBe(true);
    expect(await latestReconciliation()).toMatchObject({ unfinished: null, failed: { failure: "error" } });
    expect(await runDueReconciliation(inTwoDays)).toBe(false);
  } finally {
    await asOwner((client) => client.query("alter table outbox_mails drop constraint no_drift_mail"));
  }
  // Nothing is lost: the next one finds the same drift and says so.
  await readAgain();
  await runDueReconciliation(later(3 * msPerDay));
  expect(await mails()).toHaveLength(2);
});

it("are run one after the other when several are open", async () => {
  await db().reconciliation.createMany({ data: [{ id: uuidv7() }, { id: uuidv7() }] });
  expect([await runDueReconciliation(), await runDueReconciliation(), await runDueReconciliation()]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await latestReconciliation()).unfinished).toBeNull();
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { deleteAccount, eraseAgain } from "@/lib/accounts/delete-account";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { recordGenerations } from "@/lib/activity/record-generations";
import { closeDeleted } from "@/lib/billing/repair/close-deleted";
import { closeDb, db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { unknownOrigin } from "@/lib/kernel/network";
import { createKey } from "@/lib/keys/create-key";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { currentPassword, makePerson } from "@/lib/testing/archives";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { finishedGeneration } from "@/lib/testing/generations";
import { mailedToken } from "@/lib/testing/mails";
import { makeSession } from "@/lib/testing/sessions";
import { simulatedPayments } from "@/lib/testing/simulated-payments";
import { findDeletion } from "./find-deletion";
import { purgeDeletions } from "./purge-deletions";

let simulated: Awaited<ReturnType<typeof simulatedPayments>>;

beforeAll(async () => {
  await testDatabase();
  simulated = await simulatedPayments();
  await ensurePartitions();
  await asOwner((client) =>
    client.query(`
      create table broken (workspace_id uuid);
      grant all on broken to public;
      create function refuse_broken() returns trigger language plpgsql as $$ begin
        if exists (select from broken b where b.workspace_id = old.workspace_id) then raise exception 'broken'; end if;
        return old;
      end $$;
      create trigger broken before delete on apps for each row execute function refuse_broken();`),
  );
});
afterAll(async () => {
  await simulated.stop();
  await closeDb();
});

type Person = Awaited<ReturnType<typeof makePerson>>;

const inDays = (days: number) => () => new Date(Date.now() + days * msPerDay);

async function deletePerson({ userId, email }: Person): Promise<string> {
  expect(await deleteAccount({ userId, confirmation: email, currentPassword })).toMatchObject({ ok: true });
  return mailedToken(email, "account_deleted");
}

async function stateOf(secret: string) {
  const state = await findDeletion(secret);
  if (!state) throw new Error("no deletion");
  return state;
}

async function record({ workspaceId }: Person, count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => {
    const parts = { workspaceId, keyId: workspaceId, costNanos: 0n };
    const { holdId: _hold, ...row } = finishedGeneration(parts);
    return { ...row, transferId: null };
  });
  await sqlTransaction((client) => recordGenerations(client, rows));
}

/** A day later: the first run removes what is left, the second finds nothing. */
async function eraseADayLater(): Promise<void> {
  await eraseWorkspaces({}, inDays(2));
  await eraseWorkspaces({}, inDays(2));
}

const addApps = ({ workspaceId }: Person, count: number) =>
  sqlPool().query(
    `insert into apps (id, workspace_id, url, title)
     select gen_random_uuid(), $1, 'https://' || n || '.example', 'App' from generate_series(1, $2::int) n`,
    [workspaceId, count],
  );

const rowsOf = (counts: readonly { name: string; rows: number }[]) =>
  Object.fromEntries(counts.filter(({ rows }) => rows > 0).map(({ name, rows }) => [name, rows]));

it("shows what the deletion removed, in numbers of rows per table, to anyone who has the link", async () => {
  const me = await makePerson();
  const { userId, workspaceId } = me;
  for (let count = 0; count < 3; count += 1) await makeSession(userId, unknownOrigin);
  for (const name of ["One", "Two"]) await createKey({ userId, workspaceId, role: "owner" }, { name });
  const mails = await db().outboxMail.count({ where: { recipient: me.email } });
  const secret = await deletePerson(me);
  const state = await stateOf(secret);
  expect(rowsOf(state.access)).toMatchObject({
    Sessions: 3,
    "API keys": 2,
    "Secrets of keys": 2,
    Memberships: 1,
    ...(mails > 0 && { "Waiting and sent emails": mails }),
  });
  expect(rowsOf(state.personal)).toMatchObject({
    "Name, address, organization, and password": 1,
    "Name and time zone of the workspace": 1,
    "Key to names in the audit log": 1,
  });
  expect(state.activity).toMatchObject({ counts: [], emptiedAt: null, checkedAt: null });
  const { deletedAt } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  expect(Math.abs(state.deletedAt.getTime() - (deletedAt?.getTime() ?? 0))).toBeLessThan(5_000);
  for (const other of [secret.slice(1), `${secret}A`, "", userId, "x".repeat(43)])
    expect(await findDeletion(other), other).toBeNull();
  // Neither the secret nor the person can be read from what is stored.
  const { rows } = await sqlPool().query(
    "select d::text || c::text as text from deletions d, deletion_counts c",
  );
  const stored = JSON.stringify(rows);
  for (const personal of [userId, me.email, secret]) expect(stored).not.toContain(personal);
});

it("adds what the job removes, batch by batch, with the time at which each table was found empty", async () => {
  const me = await makePerson();
  await record(me, 7);
  await addApps(me, 5_002);
  const secret = await deletePerson(me);
  await eraseWorkspaces();
  const { activity } = await stateOf(secret);
  expect(rowsOf(activity.counts)).toMatchObject({ Requests: 7, Apps: 5_002 });
  expect(activity.counts.every(({ emptiedAt }) => emptiedAt !== null)).toBe(true);
  expect(activity.emptiedAt).not.toBeNull();

  // A request that was running at the deletion ended after the first pass.
  await record(me, 2);
  await eraseWorkspaces();
  const later = (await stateOf(secret)).activity;
  expect(rowsOf(later.counts)).toMatchObject({ Requests: 9, Apps: 5_002 });
  const emptied = (state: typeof later, name: string) =>
    state.counts.find((count) => count.name === name)?.emptiedAt?.getTime() ?? 0;
  expect(emptied(later, "Requests")).toBeGreaterThan(emptied(activity, "Requests"));
  expect(emptied(later, "Apps")).toBe(emptied(activity, "Apps"));
  expect(later.emptiedAt?.getTime()).toBeGreaterThanOrEqual(emptied(later, "Requests"));
  expect(later.checkedAt).toBeNull();

  await eraseWorkspaces({}, inDays(1.1));
  expect((await stateOf(secret)).activity.checkedAt).not.toBeNull();
});

it("counts nothing that was not removed, and is not done while a table cannot be emptied", async () => {
  const me = await makePerson();
  await record(me, 3);
  await addApps(me, 4);
  const secret = await deletePerson(me);
  await sqlPool().query("insert into broken values ($1)", [me.workspaceId]);
  await eraseWorkspaces({}, inDays(2));
  const { activity } = await stateOf(secret);
  expect(rowsOf(activity.counts)).toMatchObject({ Requests: 3 });
  expect(rowsOf(activity.counts)).not.toHaveProperty("Apps");
  expect(activity).toMatchObject({ emptiedAt: null, checkedAt: null });
  await sqlPool().query("delete from broken");
  await eraseWorkspaces();
  expect(rowsOf((await stateOf(secret)).activity.counts)).toMatchObject({ Requests: 3, Apps: 4 });
});

it("shows the customer at Stripe until it is deleted, and billing records for as long as they are kept", async () => {
  const me = await makePerson();
  const { id: customerId } = await simulated.stripe.customers.create({});
  await db().stripeCustomer.create({ data: { workspaceId: me.workspaceId, customerId } });
  await db().purchase.create({
    data: {
      id: me.workspaceId,
      workspaceId: me.workspaceId,
      userId: me.userId,
      creditsNanos: 10_000_000_000n,
      feeNanos: 800_000_000n,
      totalCents: 1_080,
      state: "credited",
      creditedAt: new Date(),
    },
  });
  const secret = await deletePerson(me);
  expect(await stateOf(secret)).toMatchObject({
    customer: "in progress",
    billing: { isKept: true, purchases: 1 },
  });
  expect(await closeDeleted()).toMatchObject({ customers: 1 });
  const { customer, billing, linkUntil, deletedAt } = await stateOf(secret);
  expect(customer).toBeInstanceOf(Date);
  expect(billing.keptUntil.getUTCFullYear()).toBe(deletedAt.getUTCFullYear() + 10);
  expect(linkUntil).toEqual(billing.keptUntil);
  await eraseADayLater();
  await purgeDeletions(inDays(365));
  expect(await findDeletion(secret)).not.toBeNull();
  await db().purchase.deleteMany({ where: { workspaceId: me.workspaceId } });
  await purgeDeletions(inDays(365));
  expect(await findDeletion(secret)).toBeNull();
});

it("works for 90 days when nothing is kept, and until the activity is gone", async () => {
  const [done, unfinished] = [await makePerson(), await makePerson()];
  const secret = await deletePerson(done);
  await eraseADayLater();
  const other = await deletePerson(unfinished);
  expect((await stateOf(secret)).customer).toBe("none");
  await purgeDeletions(inDays(89));
  expect(await findDeletion(secret)).not.toBeNull();
  await purgeDeletions(inDays(91));
  expect(await findDeletion(secret)).toBeNull();
  expect(await findDeletion(other)).not.toBeNull();
});

it("is found by the mailed link also after an older backup was restored and the account erased again", async () => {
  const me = await makePerson();
  const secret = await deletePerson(me);
  // What the backup from before the deletion has.
  await db().deletion.deleteMany({ where: { workspaceId: me.workspaceId } });
  await db().user.update({ where: { id: me.userId }, data: { deletedAt: null, email: me.email } });
  await db().workspace.update({
    where: { id: me.workspaceId },
    data: { deletedAt: null, personalUserId: me.userId },
  });
  expect(await findDeletion(secret)).toBeNull();
  expect(await eraseAgain(me.userId)).toBe(true);
  expect(await findDeletion(secret)).not.toBeNull();
});

it("records nothing when the account stays", async () => {
  const { userId, email } = await makePerson();
  const before = await db().deletion.count();
  const wrong = { userId, confirmation: email, currentPassword: "guess" };
  expect(await deleteAccount(wrong)).toMatchObject({ ok: false });
  expect(await db().deletion.count()).toBe(before);
});

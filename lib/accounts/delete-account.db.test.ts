import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { closeDb, db, sqlPool, sqlTransaction, transaction } from "@/lib/db/client";
import { nanosPerDollar } from "@/lib/kernel/money";
import { unknownOrigin } from "@/lib/kernel/network";
import { authenticateKey } from "@/lib/keys/authenticate-key";
import { createKey } from "@/lib/keys/create-key";
import { getBalance } from "@/lib/ledger/get-balance";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { testDatabase } from "@/lib/testing/database";
import { holdExactly } from "@/lib/testing/generations";
import { untilOthersAreIdle, untilWaitingForLock } from "@/lib/testing/locks";
import { mailedToken, mailTo } from "@/lib/testing/mails";
import { makeSession, type Opened, openedBy } from "@/lib/testing/sessions";
import { authenticate } from "./authenticate";
import { changePassword } from "./change-password";
import { createUser } from "./create-user";
import { deleteAccount } from "./delete-account";
import { resendVerification } from "./resend-verification";
import { resetPassword } from "./reset-password";
import { chooseWorkspace } from "./sessions/choose-workspace";
import { revokeOtherSessions } from "./sessions/end-session";
import { signUp } from "./sign-up";
import { verifyEmail } from "./verify-email";
import { findSession } from "./sessions/find-session";
import { updateProfile } from "./update-profile";

await testDatabase();
afterAll(closeDb);

const password = "violet anchor minute parsnip";

async function person() {
  const email = `canary-${randomUUID().slice(0, 8)}@example.test`;
  const created = await createUser({ email, password, verified: true, name: "Canary Person" });
  if (!created.ok) throw new Error(created.code);
  return {
    ...created.value,
    actor: { userId: created.value.userId, workspaceId: created.value.workspaceId, role: "owner" as const },
  };
}

it("needs the typed address and the password; a failure changes nothing", async () => {
  const { userId, email } = await person();
  const session = await makeSession(userId, unknownOrigin);
  const wrong = { userId, confirmation: "someone@example.test", currentPassword: password };
  expect(await deleteAccount(wrong)).toMatchObject({
    ok: false,
    code: "not_confirmed",
    field: "confirmation",
  });
  const guess = { userId, confirmation: email, currentPassword: "guess" };
  expect(await deleteAccount(guess)).toMatchObject({
    ok: false,
    code: "wrong_password",
    field: "currentPassword",
  });
  expect(await findSession(session)).not.toBeNull();
});

it("ends sessions and keys, forfeits the balance, and erases the user", async () => {
  const { userId, workspaceId, email, actor } = await person();
  await updateProfile(userId, { name: "Canary Person", organization: "Canary Works" });
  await transaction((tx) =>
    postTransfer(tx, {
      workspaceId,
      from: "promotions",
      to: "wallet",
      amountNanos: 10n * nanosPerDollar,
      code: "grant",
      idempotencyKey: "g",
    }),
  );
  const session = await makeSession(userId, { network: "203.0.113.0/24", userAgent: "Canary Browser" });
  const key = await createKey(actor, { name: "Production" });
  if (!key.ok) throw new Error(key.code);
  expect(await authenticateKey(key.value.secret)).not.toBeNull();
  expect(await holdExactly(workspaceId, key.value.key.id, 0n)).toMatchObject({ ok: true });

  expect(
    await deleteAccount({ userId, confirmation: ` ${email.toUpperCase()} `, currentPassword: password }),
  ).toMatchObject({ ok: true });

  expect(await findSession(session)).toBeNull();
  expect(await authenticate({ email, password, origin: unknownOrigin })).toMatchObject({ ok: false });
  expect(await db().keySecret.count({ where: { key: { workspaceId } } })).toBe(0);
  expect(await db().apiKey.count({ where: { workspaceId, deletedAt: null } })).toBe(0);
  // A process that read the key earlier cannot spend with it either.
  expect(await holdExactly(workspaceId, key.value.key.id, 0n)).toMatchObject({ code: "key_unusable" });
  expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  await mailTo(email, "account_deleted");

  const rows = await Promise.all([
    db().user.findMany({ where: { id: userId } }),
    db().session.findMany({ where: { userId } }),
    db().securityEvent.findMany({ where: { userId } }),
    db().emailToken.findMany({ where: { userId } }),
    db().workspace.findMany({ where: { id: workspaceId } }),
    db().outboxMail.findMany({ where: { recipient: email, kind: { not: "account_deleted" } } }),
  ]);
  expect(JSON.stringify(rows).toLowerCase()).not.toContain("canary");
});

it("frees the address, and its new owner finds no data of the previous one", async () => {
  const { userId, email } = await person();
  await deleteAccount({ userId, confirmation: email, currentPassword: password });
  const again = await createUser({ email, password, verified: true });
  if (!again.ok) throw new Error(again.code);
  expect(again.value.userId).not.toBe(userId);
  expect((await getBalance(again.value.workspaceId)).balanceNanos).toBe(0n);
});

it("of two concurrent deletions only one takes effect, and the ledger moves once", async () => {
  const { userId, workspaceId, email } = await person();
  const input = { userId, confirmation: email, currentPassword: password };
  await Promise.all([deleteAccount(input), deleteAccount(input)]);
  expect(await db().transfer.count({ where: { workspaceId, code: "forfeit" } })).toBe(1);
});

it("does not let a team lose its only owner", async () => {
  const { userId, email } = await person();
  const team = await db().workspace.create({ data: { id: randomUUID(), name: "Team" } });
  await db().member.create({ data: { workspaceId: team.id, userId, role: "owner" } });
  const input = { userId, confirmation: email, currentPassword: password };
  expect(await deleteAccount(input)).toMatchObject({ ok: false, code: "sole_owner" });
  expect(await db().user.count({ where: { id: userId, deletedAt: null } })).toBe(1);
});

it("a failure for one team keeps the user's membership and keys in every other team", async () => {
  const { userId, email } = await person();
  const other = await person();
  // Teams are processed in the order of their ids: the failing team comes after one that may be left.
  const [shared, alone] = [randomUUID(), randomUUID()].toSorted();
  await db().workspace.createMany({
    data: [
      { id: shared ?? "", name: "Shared" },
      { id: alone ?? "", name: "Alone" },
    ],
  });
  await db().member.createMany({
    data: [
      { workspaceId: shared ?? "", userId, role: "admin" },
      { workspaceId: shared ?? "", userId: other.userId, role: "owner" },
      { workspaceId: alone ?? "", userId, role: "owner" },
    ],
  });
  const key = await createKey({ userId, workspaceId: shared ?? "", role: "admin" }, { name: "Shared" });
  if (!key.ok) throw new Error(key.code);
  const failed = await deleteAccount({ userId, confirmation: email, currentPassword: password });
  expect(failed).toMatchObject({ ok: false, code: "sole_owner" });
  expect(failed).toHaveProperty("message", "You're the only owner of Alone. Add another owner first.");
  expect(await db().member.count({ where: { userId, removedAt: null } })).toBe(3);
  expect(await db().keySecret.count({ where: { key: { workspaceId: shared ?? "", deletedAt: null } } })).toBe(
    1,
  );
  const entries = await db().auditEvent.count({
    where: { workspaceId: shared ?? "", action: "member.left" },
  });
  expect(entries).toBe(0);
});

/** Runs `work` while a deletion waits at the wallet: its key changes are not committed yet. */
async function whileClosing<Result>(
  workspaceId: string,
  deletion: () => Promise<unknown>,
  work: () => Result,
) {
  const begun = await sqlTransaction(async (client) => {
    await client.query("select 1 from wallets where workspace_id = $1 for update", [workspaceId]);
    const deleting = deletion();
    await untilWaitingForLock(1);
    const working = Promise.resolve(work());
    await Promise.race([Promise.allSettled([working]), untilWaitingForLock(2)]);
    return { deleting, working };
  });
  return Promise.all([begun.deleting, begun.working]);
}

/** Runs `work` while a deletion waits at the outbox: it has deleted everything of the user except the row itself. */
async function whileErasing<Result>(email: string, deletion: () => Promise<unknown>, work: () => Result) {
  const id = randomUUID();
  await db().outboxMail.create({ data: { id, kind: "test", recipient: email, subject: "", text: "" } });
  const begun = await sqlTransaction(async (client) => {
    await client.query("select 1 from outbox_mails where id = $1 for update", [id]);
    const deleting = deletion();
    await untilWaitingForLock(1);
    const working = Promise.resolve(work());
    await Promise.race([Promise.allSettled([working]), untilWaitingForLock(2)]);
    return { deleting, working };
  });
  return Promise.all([begun.deleting, begun.working]);
}

it("a key created concurrently is not stored", async () => {
  const { userId, workspaceId, email, actor } = await person();
  const input = { userId, confirmation: email, currentPassword: password };
  const [deleted, made] = await whileClosing(
    workspaceId,
    () => deleteAccount(input),
    () => createKey(actor, { name: "Late" }),
  );
  expect(deleted).toMatchObject({ ok: true });
  expect(made).toMatchObject({ ok: false, code: "not_allowed" });
  expect(await db().keySecret.count({ where: { key: { workspaceId } } })).toBe(0);
  expect(await db().apiKey.count({ where: { workspaceId, deletedAt: null } })).toBe(0);
});

it("none of many keys created during a deletion survives", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { userId, workspaceId, email, actor } = await person();
    const input = { userId, confirmation: email, currentPassword: password };
    const deleting = deleteAccount(input);
    const made: Promise<unknown>[] = [];
    for (let count = 0; count < 30; count += 1) {
      made.push(createKey(actor, { name: `Late ${count}` }));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await deleting).toMatchObject({ ok: true });
    await Promise.all(made);
    expect(await db().keySecret.count({ where: { key: { workspaceId } } }), `round ${round}`).toBe(0);
  }
});

it("a concurrent confirmation grants no credits to the closed workspace, and both succeed", async () => {
  const email = `canary-${randomUUID().slice(0, 8)}@example.test`;
  await signUp({ email, password });
  const token = await mailedToken(email, "verify_address");
  const user = await db().user.findUniqueOrThrow({
    where: { email },
    select: { id: true, members: { select: { workspaceId: true } } },
  });
  const workspaceId = user.members[0]?.workspaceId ?? "";
  const input = { userId: user.id, confirmation: email, currentPassword: password };
  const [deleted, confirmed] = await whileClosing(
    workspaceId,
    () => deleteAccount(input),
    () => verifyEmail(token, { password }, unknownOrigin),
  );
  expect(deleted).toMatchObject({ ok: true });
  expect(confirmed).toMatchObject({ ok: false, code: "link_invalid" });
  expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
});

it("concurrent links, sign-ins, resets and ended sessions leave no data of the user", async () => {
  const origin = { network: "203.0.113.0/24", userAgent: "Canary Browser" };
  const works = [
    (_: string, userId: string) => resendVerification(userId),
    (email: string) => authenticate({ email, password, origin }),
    (email: string) => authenticate({ email, password: "guess", origin }),
    (_: string, userId: string) => revokeOtherSessions({ userId, sessionId: randomUUID(), origin }),
    (_: string, userId: string, opened: Opened) => chooseWorkspace({ userId, ...opened }),
    (_email: string, _userId: string, { token }: Opened) =>
      resetPassword(token, "orchid magnet lantern whistle", origin),
  ];
  for (const [index, work] of works.entries()) {
    const email = `canary-${randomUUID().slice(0, 8)}@example.test`;
    await signUp({ email, password });
    const { id: userId } = await db().user.findUniqueOrThrow({ where: { email }, select: { id: true } });
    const input = { userId, confirmation: email, currentPassword: password };
    const opened = await openedBy(email, userId);
    await whileErasing(
      email,
      () => deleteAccount(input),
      () => work(email, userId, opened),
    );
    // The security log is written in parallel with the response.
    await untilOthersAreIdle();
    const rows = await Promise.all([
      db().session.findMany({ where: { userId } }),
      db().securityEvent.findMany({ where: { userId } }),
      db().emailToken.findMany({ where: { userId } }),
      db().outboxMail.findMany({ where: { recipient: email, kind: { not: "account_deleted" } } }),
    ]);
    expect(rows, `work ${index}`).toEqual([[], [], [], []]);
  }
});

it("a password that was changed concurrently deletes no account", async () => {
  const { userId, email } = await person();
  const input = { userId, confirmation: email, currentPassword: password };
  const change = { userId, keepSessionId: randomUUID(), origin: unknownOrigin, currentPassword: password };
  const begun = await sqlTransaction(async (client) => {
    await client.query("select 1 from users where id = $1 for no key update", [userId]);
    const changing = changePassword({ ...change, newPassword: "orchid magnet lantern whistle" });
    await untilWaitingForLock(1);
    const deleting = deleteAccount(input);
    await untilWaitingForLock(2);
    return { changing, deleting };
  });
  expect(await begun.changing).toMatchObject({ ok: true });
  expect(await begun.deleting).toMatchObject({ ok: false, code: "wrong_password" });
  expect(await db().user.count({ where: { id: userId, deletedAt: null } })).toBe(1);
});

it("when a team's two owners leave concurrently, one stays", async () => {
  const [ada, eve] = [await person(), await person()];
  const team = await db().workspace.create({ data: { id: randomUUID(), name: "Team" } });
  for (const { userId } of [ada, eve])
    await db().member.create({ data: { workspaceId: team.id, userId, role: "owner" } });
  const leave = ({ userId, email }: typeof ada) =>
    deleteAccount({ userId, confirmation: email, currentPassword: password });
  const [first, second] = await whileClosing(
    ada.workspaceId,
    () => leave(ada),
    () => leave(eve),
  );
  expect(first).toMatchObject({ ok: true });
  expect(second).toMatchObject({ ok: false, code: "sole_owner" });
  const { rows } = await sqlPool().query(
    "select 1 from members where workspace_id = $1 and removed_at is null",
    [team.id],
  );
  expect(rows).toHaveLength(1);
});

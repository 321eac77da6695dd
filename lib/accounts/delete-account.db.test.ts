import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/lib/db/client";
import { nanosPerDollar } from "@/lib/kernel/money";
import { unknownOrigin } from "@/lib/kernel/network";
import { authenticateKey } from "@/lib/keys/authenticate-key";
import { createKey } from "@/lib/keys/create-key";
import { getBalance } from "@/lib/ledger/get-balance";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { testDatabase } from "@/lib/testing/database";
import { holdExactly } from "@/lib/testing/generations";
import { mailTo } from "@/lib/testing/mails";
import { authenticate } from "./authenticate";
import { createUser } from "./create-user";
import { deleteAccount } from "./delete-account";
import { findSession } from "./sessions/find-session";
import { startSession } from "./sessions/start-session";
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

it("needs the address typed and the password; a refusal changes nothing", async () => {
  const { userId, email } = await person();
  const session = await startSession(userId, unknownOrigin);
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

it("ends sessions and keys, forfeits what is left, and erases the person", async () => {
  const { userId, workspaceId, email, actor } = await person();
  await updateProfile(userId, { name: "Canary Person", organisation: "Canary Works" });
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
  const session = await startSession(userId, { network: "203.0.113.0/24", userAgent: "Canary Browser" });
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
  // Whoever had read the key before cannot spend with it either.
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

it("the address is free again, and its new owner finds nothing of the old one", async () => {
  const { userId, email } = await person();
  await deleteAccount({ userId, confirmation: email, currentPassword: password });
  const again = await createUser({ email, password, verified: true });
  if (!again.ok) throw new Error(again.code);
  expect(again.value.userId).not.toBe(userId);
  expect((await getBalance(again.value.workspaceId)).balanceNanos).toBe(0n);
});

it("of two deletions at once one happens, and the ledger moves once", async () => {
  const { userId, workspaceId, email } = await person();
  const input = { userId, confirmation: email, currentPassword: password };
  await Promise.all([deleteAccount(input), deleteAccount(input)]);
  expect(await db().transfer.count({ where: { workspaceId, code: "forfeit" } })).toBe(1);
});

it("a team does not lose its only owner", async () => {
  const { userId, email } = await person();
  const team = await db().workspace.create({ data: { id: randomUUID(), name: "Team" } });
  await db().member.create({ data: { workspaceId: team.id, userId, role: "owner" } });
  const input = { userId, confirmation: email, currentPassword: password };
  expect(await deleteAccount(input)).toMatchObject({ ok: false, code: "sole_owner" });
  expect(await db().user.count({ where: { id: userId, deletedAt: null } })).toBe(1);
});

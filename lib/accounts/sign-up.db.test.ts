import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { nanosPerDollar } from "@/lib/kernel/money";
import { unknownOrigin } from "@/lib/kernel/network";
import { getBalance } from "@/lib/ledger/get-balance";
import { testDatabase } from "@/lib/testing/database";
import { mailedToken, mailTo } from "@/lib/testing/mails";
import { makeSession } from "@/lib/testing/sessions";
import { authenticate } from "./authenticate";
import { createUser } from "./create-user";
import { resendVerification } from "./resend-verification";
import { type SignedUp, signUp } from "./sign-up";
import { findSession } from "./sessions/find-session";
import { isOwnSignUp, verifyEmail, verifyOwnSignUp } from "./verify-email";

await testDatabase();
afterAll(closeDb);

const password = "violet anchor minute parsnip";
const address = () => `ada-${randomUUID().slice(0, 8)}@example.test`;

async function workspaceOf(email: string): Promise<string> {
  const user = await db().user.findUniqueOrThrow({ where: { email }, select: { members: true } });
  return user.members[0]?.workspaceId ?? "";
}

it("a new user gets a workspace, its ownership and a wallet, but no credits before confirming", async () => {
  const email = address();
  await signUp({ email, password, timeZone: "Europe/Vienna" });
  const user = await db().user.findUniqueOrThrow({
    where: { email },
    include: { members: { include: { workspace: true } } },
  });
  expect(user.members).toHaveLength(1);
  expect(user.members[0]).toMatchObject({
    role: "owner",
    workspace: { personalUserId: user.id, timeZone: "Europe/Vienna" },
  });
  expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await getBalance(user.members[0]?.workspaceId ?? "")).balanceNanos).toBe(0n);
});

it("returns the same whether or not the address has an account; its owner is informed by mail", async () => {
  const email = address();
  await createUser({ email, password, verified: true });
  const known = await signUp({ email, password: "another lantern whistle orchid" });
  const fresh = address();
  const unknown = await signUp({ email: fresh, password: "another lantern whistle orchid" });
  // The proof is a signature of the same shape, whether or not a link belongs to it.
  const proof = expect.stringMatching(/^[\w-]{43}$/);
  expect(known).toEqual({ ok: true, value: { email, proof } });
  expect(unknown).toEqual({ ok: true, value: { email: fresh, proof } });
  expect((await mailTo(email, "already_registered")).text).toContain("Nothing was changed");
  expect(await authenticate({ email, password, origin: unknownOrigin })).toMatchObject({ ok: true });
});

it("many concurrent sign-ups with one address create exactly one account, and none fails", async () => {
  const email = address();
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => signUp({ email, password })));
  expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
  expect(await db().user.count({ where: { email } })).toBe(1);
  expect(
    await db().workspace.count({
      where: { personalUserId: { not: null }, members: { some: { user: { email } } } },
    }),
  ).toBe(1);
});

it("rejects weak, leaked and personal passwords; accepts long passphrases whole", async () => {
  const email = "margaret-hamilton@example.test";
  for (const weak of [
    "password123",
    "qwertyuiop",
    "margaret-hamilton",
    "margaret2026",
    "aaaaaaaaaaaaaaaa",
    "P@ssw0rd1",
    "correcthorsebatterystaple",
    "iloveyouforever2020",
  ]) {
    expect(await signUp({ email, password: weak }), weak).toMatchObject({
      ok: false,
      code: "weak_password",
      field: "password",
    });
  }
  expect(await db().user.count({ where: { email } })).toBe(0);
  const long = `${"copper lantern drifts over barley ".repeat(14)}end`;
  await signUp({ email, password: long });
  expect(await authenticate({ email, password: long, origin: unknownOrigin })).toMatchObject({ ok: true });
  expect(await authenticate({ email, password: long.slice(0, -1), origin: unknownOrigin })).toMatchObject({
    ok: false,
  });
});

it("a link confirms once, with the password, and grants the credits of new accounts", async () => {
  const email = address();
  await signUp({ email, password });
  const token = await mailedToken(email, "verify_address");
  expect(await verifyEmail(token, { password: "not mine" }, unknownOrigin)).toMatchObject({
    ok: false,
    code: "wrong_password",
  });
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => verifyEmail(token, { password }, unknownOrigin)),
  );
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  expect((await getBalance(await workspaceOf(email))).balanceNanos).toBe(nanosPerDollar);
  expect(await verifyEmail(token, { password }, unknownOrigin)).toMatchObject({
    ok: false,
    code: "link_invalid",
  });
});

it("a mailbox gets the credits once, however its address is tagged", async () => {
  const tag = randomUUID().slice(0, 8);
  await createUser({ email: `ada${tag}@example.test`, verified: true });
  const second = await createUser({ email: `ada${tag}+again@example.test`, verified: true });
  if (!second.ok) throw new Error(second.code);
  expect((await getBalance(second.value.workspaceId)).balanceNanos).toBe(0n);
});

it("an account that was never confirmed belongs to the next user who signs up with the address", async () => {
  const email = address();
  await signUp({ email, password: "a stranger waiting inside lantern" });
  const firstLink = await mailedToken(email, "verify_address");
  const firstUser = await db().user.findUniqueOrThrow({ where: { email } });
  const firstSession = await makeSession(firstUser.id, unknownOrigin);
  await signUp({ email, password });
  expect(await findSession(firstSession)).toBeNull();
  expect(
    await authenticate({ email, password: "a stranger waiting inside lantern", origin: unknownOrigin }),
  ).toMatchObject({ ok: false });
  expect(await verifyEmail(firstLink, { password }, unknownOrigin)).toMatchObject({
    ok: false,
    code: "link_invalid",
  });
});

it("the browser that signed up confirms with the link alone, once, and is signed in", async () => {
  const email = address();
  const { proof } = signedUp(await signUp({ email, password }));
  const token = await mailedToken(email, "verify_address");
  const { proof: stranger } = signedUp(await signUp({ email: address(), password }));
  for (const wrong of [stranger, "", `${proof}x`, proof.toUpperCase()]) {
    expect(isOwnSignUp(token, wrong)).toBe(false);
    expect(await verifyOwnSignUp(token, wrong, unknownOrigin)).toMatchObject({ code: "wrong_password" });
  }
  expect(isOwnSignUp(token, null)).toBe(false);
  const confirmed = await verifyOwnSignUp(token, proof, unknownOrigin);
  if (!confirmed.ok) throw new Error(confirmed.code);
  const session = await findSession(confirmed.value.secret ?? "");
  expect(session?.user).toMatchObject({ email, emailVerifiedAt: expect.any(Date) });
  expect(await verifyOwnSignUp(token, proof, unknownOrigin)).toMatchObject({ code: "link_invalid" });
});

it("a proof does not confirm what a later sign-up with the address chose", async () => {
  const email = address();
  const { proof } = signedUp(await signUp({ email, password }));
  const link = await mailedToken(email, "verify_address");
  await db().outboxMail.deleteMany({ where: { recipient: email } });
  const stranger = signedUp(await signUp({ email, password: "a stranger waiting inside lantern" }));
  const laterLink = await mailedToken(email, "verify_address");
  expect(await verifyOwnSignUp(laterLink, proof, unknownOrigin)).toMatchObject({ code: "wrong_password" });
  expect(await verifyOwnSignUp(link, proof, unknownOrigin)).toMatchObject({ code: "link_invalid" });
  expect(await verifyOwnSignUp(link, stranger.proof, unknownOrigin)).toMatchObject({ code: "link_invalid" });
  expect(await db().user.findUnique({ where: { email } })).toMatchObject({ emailVerifiedAt: null });
});

function signedUp(outcome: Awaited<ReturnType<typeof signUp>>): SignedUp {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
}

it("an expired link confirms nothing; a new one can be requested until the address is confirmed", async () => {
  const email = address();
  await signUp({ email, password });
  const token = await mailedToken(email, "verify_address");
  const user = await db().user.findUniqueOrThrow({ where: { email } });
  await db().emailToken.updateMany({
    where: { userId: user.id },
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  expect(await verifyEmail(token, { password }, unknownOrigin)).toMatchObject({
    ok: false,
    code: "link_invalid",
  });
  expect(await resendVerification(user.id)).toMatchObject({ ok: true });
  const fresh = await mailedToken(email, "verify_address");
  expect(await verifyEmail(fresh, { userId: user.id }, unknownOrigin)).toMatchObject({ ok: true });
  expect(await resendVerification(user.id)).toMatchObject({ ok: false, code: "already_verified" });
});

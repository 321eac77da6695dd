import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { mailedToken, mailTo } from "@/lib/testing/mails";
import { makeSession } from "@/lib/testing/sessions";
import { authenticate } from "./authenticate";
import { changePassword } from "./change-password";
import { createUser } from "./create-user";
import { requestReset } from "./request-reset";
import { resetPassword } from "./reset-password";
import { findSession } from "./sessions/find-session";

await testDatabase();
afterAll(closeDb);

const origin = unknownOrigin;
const password = "violet anchor minute parsnip";
const newPassword = "orchid magnet lantern whistle";

async function person() {
  const email = `eve-${randomUUID().slice(0, 8)}@example.test`;
  const created = await createUser({ email, password, verified: true });
  if (!created.ok) throw new Error(created.code);
  return { email, userId: created.value.userId };
}

it("a reset link works once, ends every session, and informs the owner", async () => {
  const { email, userId } = await person();
  const session = await makeSession(userId, origin);
  await requestReset(email);
  const token = await mailedToken(email, "reset_password");
  expect(await resetPassword(token, "password123", origin)).toMatchObject({
    ok: false,
    code: "weak_password",
  });
  expect(await resetPassword(token, password, origin)).toMatchObject({
    code: "weak_password",
    message: "That is your current password. Sign in with it, or choose another one.",
  });
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, () => resetPassword(token, newPassword, origin)),
  );
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  expect(await findSession(session)).toBeNull();
  expect(await authenticate({ email, password, origin })).toMatchObject({ ok: false });
  expect(await authenticate({ email, password: newPassword, origin })).toMatchObject({ ok: true });
  await mailTo(email, "password_changed");
});

it("requesting a reset for an unknown address returns the same and writes nothing", async () => {
  const { email } = await person();
  const unknownEmail = `nobody-${randomUUID()}@example.test`;
  const [known, unknown] = [await requestReset(email), await requestReset(unknownEmail)];
  expect(known).toEqual({ ok: true, value: { email } });
  expect(unknown).toEqual({ ok: true, value: { email: unknownEmail } });
  await mailTo(email, "reset_password");
  expect(await db().outboxMail.count({ where: { recipient: unknownEmail } })).toBe(0);
});

it("a reset link expires after half an hour", async () => {
  const { email, userId } = await person();
  await requestReset(email);
  const token = await mailedToken(email, "reset_password");
  await db().emailToken.updateMany({ where: { userId }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await resetPassword(token, newPassword, origin)).toMatchObject({ ok: false, code: "link_invalid" });
});

it("changing the password needs the current one and keeps only the requesting session", async () => {
  const { userId } = await person();
  const [mine, other] = [await makeSession(userId, origin), await makeSession(userId, origin)];
  const keepSessionId = (await findSession(mine))?.publicId ?? "";
  const input = { userId, keepSessionId, origin, newPassword };
  const failed = await changePassword({ ...input, currentPassword: "guess" });
  expect(failed).toMatchObject({ ok: false, code: "wrong_password", field: "currentPassword" });
  expect(await findSession(other)).not.toBeNull();
  expect(await changePassword({ ...input, currentPassword: password })).toMatchObject({
    ok: true,
    value: { endedSessions: 1 },
  });
  expect(await findSession(mine)).not.toBeNull();
  expect(await findSession(other)).toBeNull();
});

it("of two concurrent changes from the same password one fails", async () => {
  const { userId } = await person();
  const change = (text: string) =>
    changePassword({
      userId,
      keepSessionId: randomUUID(),
      origin,
      currentPassword: password,
      newPassword: text,
    });
  const outcomes = await Promise.all([change(newPassword), change("saddle pepper comet drawer")]);
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
});

it("equal passwords have different hashes, and all Unicode spellings of a password match", async () => {
  const [first, second] = [await person(), await person()];
  const rows = await db().user.findMany({ where: { id: { in: [first.userId, second.userId] } } });
  expect(new Set(rows.map((row) => row.passwordHash)).size).toBe(2);
  const email = `café-${randomUUID().slice(0, 6)}@example.test`.normalize("NFKC").replace("é", "e");
  await createUser({ email, password: "caf\u00e9 lantern minute", verified: true });
  expect(await authenticate({ email, password: "cafe\u0301 lantern minute", origin })).toMatchObject({
    ok: true,
  });
});

it("a wrong password and an unknown address take the same time", async () => {
  const { email } = await person();
  const once = async (address: string) => {
    const start = performance.now();
    await authenticate({ email: address, password: "a guess", origin });
    return performance.now() - start;
  };
  const middle = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const [knowns, unknowns]: [number[], number[]] = [[], []];
  for (let round = 0; round < 40; round += 1) {
    // Alternating, so that both see the same load of the machine.
    knowns.push(await once(email));
    unknowns.push(await once("nobody@example.test"));
  }
  const [known, unknown] = [middle(knowns), middle(unknowns)];
  // Generous, because other work shares the machine; without the dummy hash the gap is the whole hash, tenfold.
  expect(Math.abs(known - unknown), `${known} and ${unknown} ms`).toBeLessThan(
    Math.max(5, Math.max(known, unknown) * 0.4),
  );
});

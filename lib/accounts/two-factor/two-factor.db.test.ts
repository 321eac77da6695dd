import { afterAll, expect, it } from "vitest";
import { requestArchive } from "@/lib/archives/request-archive";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { msPerDay, msPerHour, msPerMinute } from "@/lib/kernel/clock";
import { unknownOrigin } from "@/lib/kernel/network";
import { currentPassword, makePerson } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { mailTo } from "@/lib/testing/mails";
import { codeAt, turnOn, wrongCodeAt } from "@/lib/testing/two-factor";
import { makeSession } from "@/lib/testing/sessions";
import { changePassword } from "../change-password";
import { deleteAccount } from "../delete-account";
import { openSecret } from "../internal/two-factor/sealed-secret";
import { purgeAccounts } from "../purge-accounts";
import { secureAccount } from "../secure-account";
import { findSession } from "../sessions/find-session";
import { renewRecoveryCodes, turnOffTwoFactor } from "./change-two-factor";
import { checkTwoFactor, isTwoFactorOn } from "./check-two-factor";
import { getTwoFactor } from "./get-two-factor";
import { removeTwoFactor } from "./remove-two-factor";
import { cancelTwoFactor, confirmTwoFactor, startTwoFactor } from "./set-up-two-factor";

await testDatabase();
afterAll(closeDb);

const origin = unknownOrigin;
const start = new Date("2026-11-30T12:00:10Z");
const later = (ms: number) => new Date(start.getTime() + ms);
const at = (moment: Date) => () => moment;

/** Someone whose two-factor authentication was turned on at `start`, and the answer to a code at a moment. */
async function protectedPerson() {
  const person = await makePerson();
  const { userId } = person;
  const { secret, codes } = await turnOn(userId, currentPassword, at(start));
  const check = (factorCode: string | undefined, moment = start) =>
    checkTwoFactor({ userId, factorCode, origin }, at(moment));
  return { ...person, secret, codes, check };
}

const eventsOf = async (userId: string) =>
  (await db().securityEvent.findMany({ where: { userId }, orderBy: { id: "asc" } })).map(({ kind }) => kind);

it("asks for the password, and counts only once a right code was given", async () => {
  const { userId, email } = await makePerson();
  expect(await startTwoFactor(userId, "guess")).toMatchObject({
    code: "wrong_password",
    field: "currentPassword",
  });
  expect(await getTwoFactor(userId)).toEqual({ state: "off" });
  expect(await startTwoFactor(userId, currentPassword, at(start))).toMatchObject({ ok: true });
  const pending = await getTwoFactor(userId, at(start));
  if (pending.state !== "pending") throw new Error(pending.state);
  expect(pending.uri).toContain(`secret=${pending.secret}`);
  expect(pending.uri).toContain(encodeURIComponent(email));
  expect(await isTwoFactorOn(userId)).toBe(false);
  expect(await checkTwoFactor({ userId, factorCode: undefined })).toMatchObject({ ok: true });
  expect(await findSession(await makeSession(userId))).toMatchObject({ user: { hasTwoFactor: false } });

  const confirm = (factorCode: string, moment = start) =>
    confirmTwoFactor({ userId, factorCode, origin }, at(moment));
  expect(await confirm(wrongCodeAt(pending.secret, start))).toMatchObject({
    code: "wrong_code",
    field: "factorCode",
  });
  expect(await isTwoFactorOn(userId)).toBe(false);
  const sessionId = await makeSession(userId);
  const both = await Promise.all([1, 2].map(() => confirm(codeAt(pending.secret, start))));
  const [done] = both.filter((outcome) => outcome.ok);
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  const codes = done?.ok ? done.value.codes : [];
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^(\d{4}-){3}\d{4}$/);
  expect(await getTwoFactor(userId)).toEqual({ state: "on", since: start, codesLeft: 10 });
  expect(await findSession(sessionId)).toMatchObject({ user: { hasTwoFactor: true } });
  expect(await eventsOf(userId)).toEqual(["two_factor_on"]);
  expect((await mailTo(email, "two_factor_changed")).subject).toContain("is on");
  expect(await startTwoFactor(userId, currentPassword)).toMatchObject({ code: "already_on" });
  // The code that turned it on counts as used.
  expect(
    await checkTwoFactor({ userId, factorCode: codeAt(pending.secret, start) }, at(start)),
  ).toMatchObject({
    code: "wrong_code",
  });
});

it("one that is not confirmed in 15 minutes is forgotten, and so is a canceled one", async () => {
  const { userId } = await makePerson();
  await startTwoFactor(userId, currentPassword, at(start));
  const pending = await getTwoFactor(userId, at(later(15 * msPerMinute - 1)));
  if (pending.state !== "pending") throw new Error(pending.state);
  const late = later(15 * msPerMinute);
  expect(await getTwoFactor(userId, at(late))).toEqual({ state: "off" });
  const confirmation = { userId, factorCode: codeAt(pending.secret, late), origin };
  expect(await confirmTwoFactor(confirmation, at(late))).toMatchObject({ code: "not_set_up" });
  await purgeAccounts(later(15 * msPerMinute - 1));
  expect(await db().twoFactorSecret.count({ where: { userId } })).toBe(1);
  await purgeAccounts(later(15 * msPerMinute + 1));
  expect(await db().twoFactorSecret.count({ where: { userId } })).toBe(0);

  await startTwoFactor(userId, currentPassword, at(start));
  const again = await getTwoFactor(userId, at(start));
  expect(again).toMatchObject({ state: "pending" });
  expect(again).not.toMatchObject({ secret: pending.secret });
  await cancelTwoFactor(userId);
  expect(await getTwoFactor(userId, at(start))).toEqual({ state: "off" });
});

it("canceling and purging leave one that is on", async () => {
  const { userId } = await protectedPerson();
  await cancelTwoFactor(userId);
  await purgeAccounts(later(msPerDay));
  expect(await isTwoFactorOn(userId)).toBe(true);
});

it("a code works once, also when it is given many times at once, and never after a later one", async () => {
  const { check, secret } = await protectedPerson();
  const code = codeAt(secret, start);
  const given = await Promise.all(Array.from({ length: 5 }, () => check(code)));
  expect(given.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await check(code)).toMatchObject({
    code: "wrong_code",
    message: expect.stringContaining("has been used") as string,
  });
  expect(await check(codeAt(secret, later(30_000)))).toMatchObject({ ok: true });
  expect(await check(codeAt(secret, later(30_000)), later(30_000))).toMatchObject({ code: "wrong_code" });
  expect(await check(code, later(30_000))).toMatchObject({ code: "wrong_code" });
  expect(await check(codeAt(secret, later(60_000)), later(60_000))).toMatchObject({ ok: true });
});

it("a recovery code works once, also when it is given many times at once", async () => {
  const { userId, email, check, codes } = await protectedPerson();
  const [first = "", second = ""] = codes;
  const given = await Promise.all(Array.from({ length: 5 }, () => check(first)));
  expect(given.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await check(first)).toMatchObject({ code: "wrong_code" });
  expect(await check(second.replaceAll("-", " "))).toMatchObject({ ok: true });
  expect(await getTwoFactor(userId)).toMatchObject({ codesLeft: 8 });
  expect((await eventsOf(userId)).filter((kind) => kind === "recovery_code_used")).toHaveLength(2);
  const where = { recipient: email, subject: { startsWith: "A recovery code" } };
  const mails = await db().outboxMail.findMany({ where, orderBy: { id: "asc" }, select: { text: true } });
  expect(mails.map(({ text }) => /You have \d left/.exec(text)?.[0])).toEqual([
    "You have 9 left",
    "You have 8 left",
  ]);
});

it("codes of another account do not work", async () => {
  const [mine, other] = [await protectedPerson(), await protectedPerson()];
  expect(await mine.check(codeAt(other.secret, start))).toMatchObject({ code: "wrong_code" });
  expect(await mine.check(other.codes[0])).toMatchObject({ code: "wrong_code" });
  // Neither was used up.
  expect(await other.check(codeAt(other.secret, start))).toMatchObject({ ok: true });
  expect(await other.check(other.codes[0])).toMatchObject({ ok: true });
});

it.each([undefined, "", "abc", "12345"])("asks for a code when it gets %j", async (typed) => {
  const { check } = await protectedPerson();
  expect(await check(typed)).toMatchObject({ code: "wrong_code", field: "factorCode" });
});

it("ten wrong codes in an hour and twenty in a day end guessing, but not recovery codes", async () => {
  const { check, secret, codes } = await protectedPerson();
  const guess = (moment: Date) => check(wrongCodeAt(secret, moment), moment);
  // Concurrent guesses are counted one by one.
  const first = await Promise.all(Array.from({ length: 14 }, () => guess(start)));
  expect(first.filter(({ ok, ...rest }) => !ok && "code" in rest && rest.code === "wrong_code")).toHaveLength(
    10,
  );
  expect(await check(codeAt(secret, start))).toMatchObject({ code: "too_many_codes" });
  expect(await check(codes[0])).toMatchObject({ ok: true });
  const hour = later(msPerHour - 1);
  expect(await check(codeAt(secret, hour), hour)).toMatchObject({ code: "too_many_codes" });
  // A right code is not counted, so eleven fit.
  const second = later(msPerHour);
  expect(await check(codeAt(secret, second), second)).toMatchObject({ ok: true });
  for (let guesses = 0; guesses < 10; guesses += 1)
    expect(await guess(second)).toMatchObject({ code: "wrong_code" });
  const third = later(3 * msPerHour);
  expect(await check(codeAt(secret, third), third)).toMatchObject({ code: "too_many_codes" });
  const nextDay = later(msPerDay);
  expect(await check(codeAt(secret, nextDay), nextDay)).toMatchObject({ ok: true });
  expect(await guess(nextDay)).toMatchObject({ code: "wrong_code" });
});

it("stores the secret encrypted and the recovery codes hashed, until it is turned off", async () => {
  const { userId, email, secret, codes } = await protectedPerson();
  const dump = async () => {
    const { rows } = await sqlPool().query<{ text: string }>(
      `select (select string_agg(f::text, '') from two_factor_secrets f where user_id = $1) as text
       union all select string_agg(r::text, '') from recovery_codes r where user_id = $1`,
      [userId],
    );
    return rows.map(({ text }) => text).join("");
  };
  const stored = await db().twoFactorSecret.findUniqueOrThrow({ where: { userId } });
  const raw = openSecret(stored.id, stored);
  expect(raw).toHaveLength(20);
  // Moved to another factor it does not open.
  expect(openSecret(userId, stored)).toBeNull();
  const text = await dump();
  for (const form of [raw?.toString("hex") ?? "?", secret]) expect(text).not.toContain(form);
  for (const code of codes)
    for (const form of [code, code.replaceAll("-", "")]) {
      expect(text).not.toContain(form);
      expect(text).not.toContain(Buffer.from(form).toString("hex"));
    }

  const proof = { userId, currentPassword, origin };
  const code = codeAt(secret, start);
  for (const [wrong, problem] of [
    [{ ...proof, currentPassword: "guess", factorCode: code }, "wrong_password"],
    [proof, "wrong_code"],
    [{ ...proof, factorCode: wrongCodeAt(secret, start) }, "wrong_code"],
  ] as const)
    expect(await turnOffTwoFactor(wrong, at(start))).toMatchObject({ code: problem });
  expect(await isTwoFactorOn(userId)).toBe(true);
  expect(await turnOffTwoFactor({ ...proof, factorCode: code }, at(start))).toEqual({
    ok: true,
    value: null,
  });
  expect(await dump()).toBe("");
  expect(await eventsOf(userId)).toEqual(["two_factor_on", "two_factor_off"]);
  await expect
    .poll(async () =>
      (await db().outboxMail.findMany({ where: { recipient: email } })).map((mail) => mail.subject),
    )
    .toContainEqual(expect.stringContaining("is off"));
  expect(await turnOffTwoFactor(proof)).toMatchObject({ code: "not_on" });
});

it("is turned off with a recovery code, too, and can be set up again", async () => {
  const { userId, codes, secret } = await protectedPerson();
  const proof = { userId, currentPassword, factorCode: codes[4], origin };
  expect(await turnOffTwoFactor(proof)).toMatchObject({ ok: true });
  const next = await turnOn(userId, currentPassword, at(start));
  expect(next.secret).not.toBe(secret);
  expect(await checkTwoFactor({ userId, factorCode: codes[5] })).toMatchObject({ code: "wrong_code" });
  expect(await checkTwoFactor({ userId, factorCode: next.codes[5] })).toMatchObject({ ok: true });
});

it("new recovery codes replace the old ones", async () => {
  const { userId, check, codes, secret } = await protectedPerson();
  const proof = { userId, currentPassword, origin };
  expect(await renewRecoveryCodes(proof, at(start))).toMatchObject({ code: "wrong_code" });
  const renewed = await renewRecoveryCodes({ ...proof, factorCode: codeAt(secret, start) }, at(start));
  const fresh = renewed.ok ? renewed.value.codes : [];
  expect(fresh).toHaveLength(10);
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
  expect(await check(codes[0])).toMatchObject({ code: "wrong_code" });
  expect(await check(fresh[0])).toMatchObject({ ok: true });
  expect(await getTwoFactor(userId)).toMatchObject({ codesLeft: 9 });
});

it("a new password, an archive and the deletion of the account take a code, which a wrong password leaves unused", async () => {
  const { userId, email, codes } = await protectedPerson();
  const [first, second, third] = codes;
  const archive = (password: string, factorCode?: string) =>
    requestArchive({ userId, currentPassword: password, factorCode, origin });
  expect(await archive("guess", first)).toMatchObject({ code: "wrong_password" });
  expect(await archive(currentPassword)).toMatchObject({ code: "wrong_code", field: "factorCode" });
  expect(await archive(currentPassword, first)).toMatchObject({ ok: true });

  const newPassword = "orchid magnet lantern whistle";
  const change = { userId, currentPassword, newPassword, keepSessionId: userId, origin };
  expect(await changePassword(change)).toMatchObject({ code: "wrong_code" });
  const weak = { ...change, newPassword: "12345678", factorCode: second };
  expect(await changePassword(weak)).toMatchObject({ code: "weak_password" });
  expect(await changePassword({ ...change, factorCode: first })).toMatchObject({ code: "wrong_code" });
  expect(await changePassword({ ...change, factorCode: second })).toMatchObject({ ok: true });

  const deletion = { userId, confirmation: email, currentPassword: newPassword };
  expect(await deleteAccount(deletion)).toMatchObject({ code: "wrong_code" });
  expect(await deleteAccount({ ...deletion, factorCode: third })).toMatchObject({ ok: true });
  expect(await db().twoFactorSecret.count({ where: { userId } })).toBe(0);
  expect(await db().recoveryCode.count({ where: { userId } })).toBe(0);
});

it("securing an account leaves one that is on, and forgets one that was only set up", async () => {
  const [mine, other] = [await protectedPerson(), await makePerson()];
  await startTwoFactor(other.userId, currentPassword);
  for (const { userId } of [mine, other]) await secureAccount(userId, origin);
  expect(await isTwoFactorOn(mine.userId)).toBe(true);
  expect(await db().twoFactorSecret.count({ where: { userId: other.userId } })).toBe(0);
});

it("the operator removes it for someone who lost app and codes: audited, logged and mailed", async () => {
  const { userId, workspaceId, email } = await protectedPerson();
  expect(await removeTwoFactor("nobody@example.test")).toMatchObject({ code: "not_found" });
  expect(await removeTwoFactor(` ${email.toUpperCase()} `)).toMatchObject({ ok: true });
  expect(await isTwoFactorOn(userId)).toBe(false);
  expect(await db().recoveryCode.count({ where: { userId } })).toBe(0);
  expect(await removeTwoFactor(email)).toMatchObject({ code: "not_on" });
  expect(
    await db().auditEvent.findMany({ where: { workspaceId }, select: { action: true, actorUserId: true } }),
  ).toEqual([{ action: "member.two_factor_removed", actorUserId: null }]);
  expect(await eventsOf(userId)).toEqual(["two_factor_on", "two_factor_removed"]);
  const mails = await db().outboxMail.findMany({
    where: { recipient: email },
    orderBy: { createdAt: "asc" },
  });
  expect(mails.map(({ subject }) => subject)).toEqual([
    expect.stringContaining("is on"),
    expect.stringContaining("turned off"),
  ]);
});

import { afterAll, expect, it } from "vitest";
import { changePassword } from "@/lib/accounts/change-password";
import { resetPassword } from "@/lib/accounts/reset-password";
import { recordWrongCode } from "@/lib/accounts/security-log/record-codes";
import { secureAccount } from "@/lib/accounts/secure-account";
import { startTwoFactor } from "@/lib/accounts/two-factor/set-up-two-factor";
import { turnOffTwoFactor } from "@/lib/accounts/two-factor/change-two-factor";
import { findSession } from "@/lib/accounts/sessions/find-session";
import { openSession } from "@/lib/accounts/sessions/open-session";
import { startSession } from "@/lib/accounts/sessions/start-session";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { msPerMinute } from "@/lib/kernel/clock";
import { unknownOrigin } from "@/lib/kernel/network";
import { currentPassword, makePerson } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { cookieIn, driveSignIn, keptCookie } from "@/lib/testing/drive-sign-in";
import { mailedToken } from "@/lib/testing/mails";
import { codeAt, type TestFactor, turnOn, wrongCodeAt } from "@/lib/testing/two-factor";
import { makeSession } from "@/lib/testing/sessions";
import { cookiePlan } from "./internal/cookies";
import { takeSecondStep } from "./internal/take-second-step";

await testDatabase();
afterAll(closeDb);

const newPassword = "orchid magnet lantern whistle";
const origin = { network: "203.0.113.0/24", userAgent: "Firefox/130 Linux" };

/** A code that was not used: when it was turned on, the one of half a minute before was. */
const codeNow = ({ secret }: TestFactor) => codeAt(secret, new Date());

async function protectedPerson() {
  const person = await makePerson();
  const factor = await turnOn(person.userId, currentPassword);
  return { ...person, factor };
}

const challengeIn = (response: Response) =>
  Object.values(keptCookie(cookieIn(response, "challenge")))[0] ?? null;

/** The first step with the right password, as a program sends it. */
async function firstStep(email: string, password = currentPassword) {
  const response = await driveSignIn({ email, password, body: { json: "true" } });
  return { response, challenge: challengeIn(response) };
}

const secondStep = (challenge: string | null, factorCode: string, more: object = {}) =>
  takeSecondStep({ challenge, factorCode, deviceToken: null, origin, ...more });

const sessionsOf = (userId: string) => db().session.count({ where: { userId } });

it("the right password opens no session, and a code does", async () => {
  const { email, userId, factor } = await protectedPerson();
  const { response, challenge } = await firstStep(email);
  expect(cookieIn(response, "session")).toBeUndefined();
  expect(cookieIn(response, "device")).toBeUndefined();
  expect(await response.json()).toMatchObject({ url: expect.stringMatching(/\/sign-in\/code$/) as string });
  expect(await sessionsOf(userId)).toBe(0);
  const done = await secondStep(challenge, codeNow(factor));
  expect(done.ok && (await findSession(done.value.secret))?.user.id).toBe(userId);
  await expect.poll(() => db().securityEvent.count({ where: { userId, kind: "sign_in" } })).toBe(1);
});

it("a browser's form is redirected to the page that asks for the code", async () => {
  const { email } = await protectedPerson();
  const response = await driveSignIn({ email, password: currentPassword });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toMatch(/\/sign-in\/code$/);
  expect(cookieIn(response, "challenge")).toMatch(/; HttpOnly; SameSite=Lax/);
  expect(cookieIn(response, "challenge")).not.toMatch(/max-age|expires/i);
});

it("a wrong password says the same with two-factor authentication, without it, and without an account", async () => {
  const [mine, other] = [await protectedPerson(), await makePerson()];
  const said = async (email: string) => {
    const response = await driveSignIn({ email, password: "guess", body: { json: "true" } });
    const names = response.headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
    return { status: response.status, names, text: await response.text() };
  };
  const answer = await said(mine.email);
  expect(answer.status).toBe(401);
  expect(await said(other.email)).toEqual(answer);
  expect(await said("nobody@example.test")).toEqual(answer);
});

it("one that was set up and not confirmed is not asked for", async () => {
  const { email, userId } = await makePerson();
  await startTwoFactor(userId, currentPassword);
  const { response, challenge } = await firstStep(email);
  expect(cookieIn(response, "session")).toBeDefined();
  expect(challenge).toBeNull();
});

it("no other way opens a session without a code", async () => {
  const { userId } = await protectedPerson();
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  expect(await startSession({ userId, passwordHash }, origin)).toBeNull();
  expect(await startSession({ userId, passwordHash, codeTaken: true }, origin)).not.toBeNull();
});

async function mailSubjects(recipient: string, kind: string): Promise<readonly string[]> {
  const mails = await db().outboxMail.findMany({ where: { recipient, kind }, select: { subject: true } });
  return mails.map(({ subject }) => subject);
}

it("one code opens one session, also with several challenges at once", async () => {
  const { email, userId, factor } = await protectedPerson();
  const steps = [await firstStep(email), await firstStep(email), await firstStep(email)];
  const code = codeNow(factor);
  const outcomes = await Promise.all(steps.map(({ challenge }) => secondStep(challenge, code)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await sessionsOf(userId)).toBe(1);
  const [recovery = ""] = factor.codes;
  const again = await Promise.all(steps.map(({ challenge }) => secondStep(challenge, recovery)));
  expect(again.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await sessionsOf(userId)).toBe(2);
});

it("a challenge opens one session", async () => {
  const { email, userId, factor } = await protectedPerson();
  const { challenge } = await firstStep(email);
  expect(await secondStep(challenge, codeNow(factor))).toMatchObject({ ok: true });
  const [recovery = ""] = factor.codes;
  expect(await secondStep(challenge, recovery)).toMatchObject({ code: "challenge_ended" });
  expect(await sessionsOf(userId)).toBe(1);
});

it("a challenge opens one session, also for two right codes at once", async () => {
  const { email, userId, factor } = await protectedPerson();
  const { challenge } = await firstStep(email);
  const codes = [codeNow(factor), ...factor.codes.slice(0, 3)];
  const outcomes = await Promise.all(codes.map((code) => secondStep(challenge, code)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await sessionsOf(userId)).toBe(1);
});

it("five wrong codes end a challenge, and each is in the security log", async () => {
  const { email, userId, factor } = await protectedPerson();
  const { challenge } = await firstStep(email);
  const wrong = wrongCodeAt(factor.secret, new Date());
  const guesses = await Promise.all(Array.from({ length: 6 }, () => secondStep(challenge, wrong)));
  const codes = guesses.map((outcome) => (outcome.ok ? "" : outcome.code)).sort();
  expect(codes).toEqual(["challenge_ended", ...Array.from({ length: 5 }, () => "wrong_code")]);
  expect(await secondStep(challenge, codeNow(factor))).toMatchObject({ code: "challenge_ended" });
  expect(await secondStep(challenge, factor.codes[0] ?? "")).toMatchObject({ code: "challenge_ended" });
  await expect
    .poll(() => db().securityEvent.count({ where: { userId, kind: "two_factor_failed_unknown_browser" } }))
    .toBe(5);
  const mails = { recipient: email, kind: "wrong_code" };
  expect(await db().outboxMail.count({ where: mails })).toBe(1);
  const next = await firstStep(email);
  expect(await secondStep(next.challenge, codeNow(factor))).toMatchObject({ ok: true });
});

it("what has not the digits of a code counts for nothing", async () => {
  const { email, userId, factor } = await protectedPerson();
  const { challenge } = await firstStep(email);
  for (const slip of ["", "  ", "12345", "12345a", "1234-5678", "１２"])
    expect(await secondStep(challenge, slip)).toMatchObject({ code: "wrong_code", field: "factorCode" });
  expect(await secondStep(challenge, codeNow(factor))).toMatchObject({ ok: true });
  expect(
    await db().securityEvent.count({ where: { userId, kind: { startsWith: "two_factor_failed" } } }),
  ).toBe(0);
});

it("wrong codes in unknown browsers are mailed again after a day, however often they come", async () => {
  const { email, userId } = await protectedPerson();
  const where = { userId, kind: "two_factor_failed_unknown_browser" };
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    recordWrongCode({ userId, origin, isKnownDevice: false, isLimitReached: false }, () => new Date());
    await expect.poll(() => db().securityEvent.count({ where })).toBe(attempt);
    // Twenty hours pass.
    await sqlPool().query("update security_events set created_at = created_at - interval '20 hours'");
  }
  expect(await db().outboxMail.count({ where: { recipient: email, kind: "wrong_code" } })).toBe(3);
});

it("a wrong code in a browser that has signed in before is in the security log and not mailed", async () => {
  const { email, userId, factor } = await protectedPerson();
  const { challenge } = await firstStep(email);
  const done = await secondStep(challenge, codeNow(factor));
  const deviceToken = done.ok ? done.value.deviceToken : "";
  const cookies = { [cookiePlan("device").name]: deviceToken };
  const again = await driveSignIn({ email, password: currentPassword, body: { json: "true" }, cookies });
  const step = await secondStep(challengeIn(again), wrongCodeAt(factor.secret, new Date()), { deviceToken });
  expect(step).toMatchObject({ code: "wrong_code" });
  const failed = () => db().securityEvent.count({ where: { userId, kind: "two_factor_failed" } });
  await expect.poll(failed).toBe(1);
  expect(await db().outboxMail.count({ where: { recipient: email, kind: "wrong_code" } })).toBe(0);
});

it("wrong codes of all challenges together are limited per account, which is mailed once", async () => {
  const { email, factor } = await protectedPerson();
  const wrong = wrongCodeAt(factor.secret, new Date());
  for (let round = 0; round < 2; round += 1) {
    const { challenge } = await firstStep(email);
    for (let guess = 0; guess < 5; guess += 1)
      expect(await secondStep(challenge, wrong)).toMatchObject({ code: "wrong_code" });
  }
  const { challenge } = await firstStep(email);
  expect(await secondStep(challenge, codeNow(factor))).toMatchObject({ code: "too_many_codes" });
  expect(await secondStep(challenge, codeNow(factor))).toMatchObject({ code: "too_many_codes" });
  const subjects = () => mailSubjects(email, "wrong_code");
  await expect.poll(async () => (await subjects()).length).toBe(2);
  expect((await subjects()).filter((subject) => subject.includes("too many wrong codes"))).toHaveLength(1);
  expect(await secondStep(challenge, factor.codes[0] ?? "")).toMatchObject({ ok: true });
});

it("a challenge ends after five minutes, and holds only for its browser", async () => {
  const { email, factor } = await protectedPerson();
  const made = new Date();
  const opened = await openSession({ email, password: currentPassword, origin }, null, () => made);
  const challenge = opened.ok && "challenge" in opened.value ? opened.value.challenge : "";
  const at = (ms: number) => {
    const moment = new Date(made.getTime() + ms);
    const step = { challenge, factorCode: codeAt(factor.secret, moment), deviceToken: null, origin };
    return takeSecondStep(step, () => moment);
  };
  expect(await at(5 * msPerMinute)).toMatchObject({ code: "challenge_ended" });
  expect(
    await secondStep(challenge, codeNow(factor), { origin: { ...origin, userAgent: "Chrome" } }),
  ).toMatchObject({ code: "challenge_ended" });
  expect(await at(5 * msPerMinute - 1)).toMatchObject({ ok: true });
});

it.each(["", "a.b.c.d", "x".repeat(5_000)])("a made-up challenge ends: %.10s", async (challenge) => {
  expect(await secondStep(challenge, "123456")).toMatchObject({ code: "challenge_ended" });
});

it("a challenge is worth nothing with the code of another account, or after its own account changed", async () => {
  const [mine, other] = [await protectedPerson(), await protectedPerson()];
  const { challenge } = await firstStep(mine.email);
  expect(await secondStep(challenge, codeNow(other.factor))).toMatchObject({ code: "wrong_code" });
  const { userId, factor } = mine;
  const keepSessionId = userId;
  const change = { userId, currentPassword, newPassword, keepSessionId, origin, factorCode: factor.codes[0] };
  expect(await changePassword(change)).toMatchObject({ ok: true });
  expect(await secondStep(challenge, codeNow(factor))).toMatchObject({ code: "challenge_ended" });

  const second = await firstStep(other.email);
  const off = { userId: other.userId, currentPassword, factorCode: other.factor.codes[0], origin };
  expect(await turnOffTwoFactor(off)).toMatchObject({ ok: true });
  expect(await secondStep(second.challenge, codeNow(other.factor))).toMatchObject({
    code: "challenge_ended",
  });
  expect(cookieIn((await firstStep(other.email)).response, "session")).toBeDefined();
});

it("a new password by mail does not turn it off, also after the account was secured", async () => {
  const { userId, email, factor } = await protectedPerson();
  await secureAccount(userId, unknownOrigin);
  const token = await mailedToken(email, "account_secured");
  const reset = await resetPassword(token, newPassword, origin);
  expect(reset).toMatchObject({ ok: true });
  const { response, challenge } = await firstStep(email, newPassword);
  expect(cookieIn(response, "session")).toBeUndefined();
  expect(await sessionsOf(userId)).toBe(0);
  expect(await secondStep(challenge, factor.codes[0] ?? "")).toMatchObject({
    ok: true,
    value: { isFirstSinceSecured: false },
  });
});

it("only the first sign-in after an account without one was secured is told apart", async () => {
  const { userId, email } = await makePerson();
  const signIn = async (password: string) => {
    const opened = await openSession({ email, password, origin });
    const kind = { in: ["sign_in", "new_sign_in"] };
    await expect.poll(() => db().securityEvent.count({ where: { userId, kind } })).toBeGreaterThan(0);
    return opened.ok && "secret" in opened.value ? opened.value.isFirstSinceSecured : null;
  };
  expect(await signIn(currentPassword)).toBe(false);
  await db().securityEvent.updateMany({
    where: { userId },
    data: { createdAt: new Date(Date.now() - 60_000) },
  });
  await secureAccount(userId, unknownOrigin);
  await resetPassword(await mailedToken(email, "account_secured"), newPassword, origin);
  expect(await signIn(newPassword)).toBe(true);
  await expect.poll(() => signIn(newPassword)).toBe(false);
});

it("sessions that are open stay open when it is turned on", async () => {
  const { userId } = await makePerson();
  const secret = await makeSession(userId);
  await turnOn(userId, currentPassword);
  expect(await findSession(secret)).toMatchObject({ user: { hasTwoFactor: true } });
});

it("the device is known from the second step on, not from the first", async () => {
  const { email, factor } = await protectedPerson();
  const { challenge } = await firstStep(email);
  const done = await secondStep(challenge, codeNow(factor));
  const deviceToken = done.ok ? done.value.deviceToken : "";
  const jar = { [cookiePlan("device").name]: deviceToken };
  const again = await driveSignIn({ email, password: currentPassword, cookies: jar });
  // Without the device that it was made for, the challenge does not hold.
  const [recovery = "", other = ""] = factor.codes;
  expect(await secondStep(challengeIn(again), recovery)).toMatchObject({ code: "challenge_ended" });
  expect(await secondStep(challengeIn(again), other, { deviceToken })).toMatchObject({ ok: true });
});

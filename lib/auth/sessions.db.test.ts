import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { afterAll, expect, it } from "vitest";
import { changePassword } from "@/lib/accounts/change-password";
import { createUser } from "@/lib/accounts/create-user";
import { requestReset } from "@/lib/accounts/request-reset";
import { resetPassword } from "@/lib/accounts/reset-password";
import { findSession } from "@/lib/accounts/sessions/find-session";
import { signUp } from "@/lib/accounts/sign-up";
import { env } from "@/lib/config/env";
import { closeDb, db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { cookieIn, csrfPair, driveSignIn, keptCookie } from "@/lib/testing/drive-sign-in";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { mailedToken } from "@/lib/testing/mails";
import { cookiePlan } from "./internal/cookies";
import { driveNextAuth, withoutExpiry } from "./internal/drive-next-auth";

await testDatabase();
afterAll(closeDb);

const password = "violet anchor minute parsnip";

async function person(): Promise<string> {
  const email = `ada-${randomUUID().slice(0, 8)}@example.test`;
  await createUser({ email, password, verified: true });
  return email;
}

const signIn = (email: string, typed: string) => driveSignIn({ email, password: typed });

const sessionCookie = (response: Response) => cookieIn(response, "session");

const valueOf = (cookie: string | undefined) => Object.values(keptCookie(cookie))[0] ?? "";

it("the session cookie has no expiry and is restricted to this host", async () => {
  const cookie = sessionCookie(await signIn(await person(), password));
  expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(cookie).not.toMatch(/expires|max-age|domain/i);
});

it("its value is the secret of a session in the database, not a token that carries data", async () => {
  const email = await person();
  const secret = valueOf(sessionCookie(await signIn(email, password)));
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(await findSession(secret)).toMatchObject({ user: { email } });
  const row = await db().session.findFirstOrThrow({ where: { user: { email } } });
  expect(row).toMatchObject({ network: "203.0.113.0/24", userAgent: "Firefox/130 Linux" });
});

it("reading a session does not create another", async () => {
  const email = await person();
  const secret = valueOf(sessionCookie(await signIn(email, password)));
  const cookies = { [cookiePlan("session").name]: secret };
  const response = await driveNextAuth({ method: "GET", steps: ["session"], cookies, headers: {} });
  expect(await response.json()).toMatchObject({ user: { email } });
  expect(valueOf(sessionCookie(response))).toBe(secret);
  expect(sessionCookie(response)).not.toMatch(/expires|max-age/i);
  expect(await db().session.count({ where: { user: { email } } })).toBe(1);
});

it("after signing out the cookie is invalid, even when replayed", async () => {
  const secret = valueOf(sessionCookie(await signIn(await person(), password)));
  const { token, cookies } = csrfPair();
  const jar = { ...cookies, [cookiePlan("session").name]: secret };
  await driveNextAuth({
    method: "POST",
    steps: ["signout"],
    body: { csrfToken: token },
    cookies: jar,
    headers: {},
  });
  expect(await findSession(secret)).toBeNull();
  const response = await driveNextAuth({ method: "GET", steps: ["session"], cookies: jar, headers: {} });
  expect(await response.json()).toEqual({});
});

it("rejects a sign-in without the form's CSRF token pair", async () => {
  const email = await person();
  const response = await driveNextAuth({
    method: "POST",
    steps: ["callback", "credentials"],
    body: { email, password },
    cookies: {},
    headers: {},
  });
  expect(sessionCookie(response)).toBeUndefined();
});

it("next-auth redirects only to this site's pages", async () => {
  const { origin } = new URL(env().appUrl);
  const ledTo = async (callbackUrl: string) => {
    const attempt = { email: "nobody@example.test", password: "guess", address: "203.0.113.8" };
    const response = await driveSignIn({ ...attempt, body: { callbackUrl } });
    const kept = response.headers.getSetCookie().find((text) => text.startsWith(cookiePlan("callback").name));
    return valueOf(kept);
  };
  expect(await ledTo("/credits?tab=purchases")).toBe(`${origin}/credits?tab=purchases`);
  expect(await ledTo(`${origin}/keys`)).toBe(`${origin}/keys`);
  for (const elsewhere of [
    "https://evil.example/",
    "//evil.example",
    "/..//evil.example",
    `${origin}/.//evil.example`,
    `${origin}.evil.example/`,
    "not an address",
  ])
    expect(await ledTo(elsewhere), elsewhere).toBe(`${origin}/`);
});

it("links use the configured origin, whatever host the request names", async () => {
  const headers = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
  const response = await driveNextAuth({ method: "GET", steps: ["providers"], cookies: {}, headers });
  expect(JSON.stringify(await response.json())).not.toContain("evil.example");
});

it("a password that changes while it is being checked opens no session", async () => {
  const email = await person();
  const another = await hash("another", { memoryCost: 19_456, timeCost: 2, parallelism: 1, algorithm: 2 });
  const signing = await sqlTransaction(async (client) => {
    // The last statement of a password change.
    await client.query("update users set password_hash = $2 where email = $1", [email, another]);
    await client.query("delete from sessions where user_id = (select id from users where email = $1)", [
      email,
    ]);
    const begun = signIn(email, password);
    await Promise.race([begun, untilWaitingForLock()]);
    return { begun };
  });
  expect(sessionCookie(await signing.begun)).toBeUndefined();
  expect(await db().session.count({ where: { user: { email } } })).toBe(0);
  // The security log, written in parallel with the response, must not record a sign-in: that would make the network
  // known.
  const logged = () => db().securityEvent.findMany({ where: { user: { email } }, select: { kind: true } });
  await expect.poll(logged).toEqual([{ kind: "sign_in_failed" }]);
});

it("no session of the old password survives a change or reset, however many sign in concurrently", async () => {
  for (let round = 0; round < 5; round += 1) {
    const email = await person();
    const { id: userId } = await db().user.findUniqueOrThrow({ where: { email }, select: { id: true } });
    await requestReset(email);
    const token = await mailedToken(email, "reset_password");
    const newPassword = "orchid magnet lantern whistle";
    const change = { userId, keepSessionId: randomUUID(), origin: unknownOrigin };
    const replaced =
      round % 2 === 0
        ? changePassword({ ...change, currentPassword: password, newPassword })
        : resetPassword(token, newPassword, unknownOrigin);
    await Promise.all([replaced, ...Array.from({ length: 6 }, () => signIn(email, password))]);
    expect(await replaced).toMatchObject({ ok: true });
    expect(await db().session.count({ where: { userId } }), `round ${round}`).toBe(0);
  }
});

it("a second sign-up with an unconfirmed address is not joined by a pending sign-in of the first", async () => {
  const email = `ada-${randomUUID().slice(0, 8)}@example.test`;
  await signUp({ email, password: "a stranger waiting inside lantern" });
  const both = await sqlTransaction(async (client) => {
    await client.query("select 1 from users where email = $1 for no key update", [email]);
    const taking = signUp({ email, password });
    await untilWaitingForLock(1);
    const signing = signIn(email, "a stranger waiting inside lantern");
    await Promise.race([signing, untilWaitingForLock(2)]);
    return { taking, signing };
  });
  await both.taking;
  expect(sessionCookie(await both.signing)).toBeUndefined();
  expect(await db().session.count({ where: { user: { email } } })).toBe(0);
});

it("two sign-ins that rehash an outdated hash concurrently both succeed", async () => {
  const email = await person();
  const outdated = await hash(password, { memoryCost: 9_216, timeCost: 2, parallelism: 1, algorithm: 2 });
  await sqlPool().query("update users set password_hash = $2 where email = $1", [email, outdated]);
  const responses = await Promise.all(Array.from({ length: 4 }, () => signIn(email, password)));
  expect(responses.map((response) => sessionCookie(response) !== undefined)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  const row = await db().user.findUniqueOrThrow({ where: { email }, select: { passwordHash: true } });
  expect(row.passwordHash).toContain("m=19456");
});

it("deletions keep their expiry, all other cookies lose it", () => {
  expect(withoutExpiry("a=b; Path=/; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Max-Age=60; HttpOnly")).toBe(
    "a=b; Path=/; HttpOnly",
  );
  expect(withoutExpiry("a=; Max-Age=0; Path=/")).toBe("a=; Max-Age=0; Path=/");
});

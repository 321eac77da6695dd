import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { changePassword } from "@/lib/accounts/change-password";
import { createUser } from "@/lib/accounts/create-user";
import { closeDb, db } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { cookieIn, driveSignIn, keptCookie } from "@/lib/testing/drive-sign-in";

await testDatabase();
afterAll(closeDb);

const password = "violet anchor minute parsnip";
const newPassword = "orchid magnet lantern whistle";

async function person() {
  const email = `ada-${randomUUID().slice(0, 8)}@example.test`;
  const created = await createUser({ email, password, verified: true });
  if (!created.ok) throw new Error(created.code);
  return { email, userId: created.value.userId };
}

/**
 * An owner who has signed in once: the device cookie, with the account locked for unknown networks by wrong guesses.
 */
async function lockedAccount() {
  const { email, userId } = await person();
  const device = keptCookie(
    cookieIn(await driveSignIn({ email, password, address: "198.51.100.1" }), "device"),
  );
  for (let guess = 0; guess < 12; guess += 1)
    await driveSignIn({ email, password: `guess ${guess}`, address: `192.0.${guess}.1` });
  return { email, userId, device };
}

const opens = (response: Response) => cookieIn(response, "session") !== undefined;

it("ten wrong passwords lock an account for unknown networks, but not for its owner on a known network", async () => {
  const { email } = await person();
  expect(opens(await driveSignIn({ email, password, address: "198.51.100.1" }))).toBe(true);
  // The security log is written in parallel with the response.
  await expect.poll(() => db().securityEvent.count({ where: { user: { email }, kind: "sign_in" } })).toBe(1);
  let limited = 0;
  for (let guess = 0; guess < 25; guess += 1) {
    const response = await driveSignIn({ email, password: `guess ${guess}`, address: `192.0.${guess}.1` });
    expect(opens(response)).toBe(false);
    if (response.status === 429) limited += 1;
  }
  expect(limited).toBe(15);
  expect(opens(await driveSignIn({ email, password, address: "192.0.99.1" }))).toBe(false);
  expect(opens(await driveSignIn({ email, password, address: "198.51.100.77" }))).toBe(true);
});

it("programs get 429 with Retry-After, whether or not the account exists", async () => {
  const { email } = await person();
  for (const subject of [email, `nobody-${randomUUID()}@example.test`]) {
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const attempt = { email: subject, password: "guess", address: `192.0.${100 + guess}.1` };
      const response = await driveSignIn({ ...attempt, body: { json: "true" } });
      statuses.push(response.status);
      if (response.status !== 429) continue;
      const seconds = Number(response.headers.get("retry-after"));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(15 * 60);
      expect(await response.json()).toMatchObject({ url: expect.stringContaining("error=limited") });
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const form = await driveSignIn({ email: subject, password: "guess", address: "192.0.150.1" });
    expect(form.status).toBe(429);
    expect(form.headers.get("location")).toBeNull();
    expect(await form.text()).toMatch(/Too many attempts/);
  }
});

it("a known device can sign in from a new network, however often attackers have guessed", async () => {
  const { email, device } = await lockedAccount();
  expect(Object.keys(device)).toHaveLength(1);
  expect(opens(await driveSignIn({ email, password, address: "192.0.98.1" }))).toBe(false);
  expect(opens(await driveSignIn({ email, password, address: "192.0.99.1", cookies: device }))).toBe(true);
});

it("the device cookie lasts, is not readable by scripts, and does not identify the account", async () => {
  const { email, userId } = await person();
  const cookie = cookieIn(await driveSignIn({ email, password }), "device");
  expect(cookie).toMatch(/; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/);
  const value = Object.values(keptCookie(cookie))[0] ?? "";
  expect(value).toMatch(/^[\w-]+\.[\w-]{22}\.[\w-]{43}$/);
  for (const secret of [email, userId]) expect(cookie).not.toContain(secret);
  expect(cookieIn(await driveSignIn({ email, password: "guess" }), "device")).toBeUndefined();
});

it("a device has ten attempts, which do not use up those of other clients", async () => {
  const { email } = await person();
  const device = keptCookie(cookieIn(await driveSignIn({ email, password }), "device"));
  const statuses: number[] = [];
  for (let guess = 0; guess < 12; guess += 1) {
    const attempt = { email, password: "guess", address: `192.1.${guess}.1`, cookies: device };
    statuses.push((await driveSignIn({ ...attempt, body: { json: "true" } })).status);
  }
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  expect(opens(await driveSignIn({ email, password, address: "192.1.98.1", cookies: device }))).toBe(false);
  expect(opens(await driveSignIn({ email, password, address: "192.1.99.1" }))).toBe(true);
});

it("correct passwords do not count, and signing in again does not give a device new attempts", async () => {
  const { email } = await person();
  let device = keptCookie(cookieIn(await driveSignIn({ email, password }), "device"));
  const attempt = (typed: string) =>
    driveSignIn({ email, password: typed, address: "192.2.1.1", cookies: device });
  for (let guess = 0; guess < 9; guess += 1) await attempt("guess");
  for (let round = 0; round < 3; round += 1) {
    const response = await attempt(password);
    expect(opens(response)).toBe(true);
    device = keptCookie(cookieIn(response, "device"));
  }
  await attempt("guess");
  expect((await attempt(password)).status).toBe(429);
});

it("rejects a device cookie of another account, a forged one, and one from before a password change", async () => {
  const { email, userId, device } = await lockedAccount();
  const { device: others } = await lockedAccount();
  const enter = async (cookies: Record<string, string>, typed = password) =>
    opens(await driveSignIn({ email, password: typed, address: "192.0.99.1", cookies }));
  const [[name, value]] = Object.entries(device) as [[string, string]];
  const [issued = "", nonce = "", mac = ""] = value.split(".");
  const later = (Number.parseInt(issued, 36) + 1).toString(36);
  expect(await enter(others)).toBe(false);
  for (const forged of [
    `${issued}.${nonce}.${mac.slice(0, -2)}AA`,
    `${later}.${nonce}.${mac}`,
    `${issued}.${nonce.slice(0, -2)}AA.${mac}`,
    `${issued}.${nonce}`,
    `${value}.`,
    "",
    "x".repeat(5_000),
  ])
    expect(await enter({ [name]: forged }), forged.slice(0, 100)).toBe(false);
  const change = { userId, keepSessionId: randomUUID(), origin: unknownOrigin, currentPassword: password };
  const changed = await changePassword({ ...change, newPassword });
  expect(await enter(device, newPassword)).toBe(false);
  if (!changed.ok) throw new Error(changed.code);
  expect(await enter({ [name]: changed.value.deviceToken }, newPassword)).toBe(true);
});

it("behind an unconfigured proxy, guesses at many accounts do not lock the others", async () => {
  const { email } = await person();
  for (let guess = 0; guess < 55; guess += 1) {
    const other = `nobody-${guess}-${randomUUID().slice(0, 8)}@example.test`;
    await driveSignIn({ email: other, password: "guess", address: "unknown" });
  }
  expect(opens(await driveSignIn({ email, password, address: "unknown" }))).toBe(true);
});

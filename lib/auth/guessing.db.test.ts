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

/** An owner who has signed in once: the device's cookie, and the account closed to strangers by their guesses. */
async function lockedOut() {
  const { email, userId } = await person();
  const device = keptCookie(
    cookieIn(await driveSignIn({ email, password, address: "198.51.100.1" }), "device"),
  );
  for (let guess = 0; guess < 12; guess += 1)
    await driveSignIn({ email, password: `guess ${guess}`, address: `192.0.${guess}.1` });
  return { email, userId, device };
}

const opens = (answer: Response) => cookieIn(answer, "session") !== undefined;

it("ten wrong passwords close an account to strangers, not to its owner at a known place", async () => {
  const { email } = await person();
  expect(opens(await driveSignIn({ email, password, address: "198.51.100.1" }))).toBe(true);
  // The log of sign-ins is written beside the answer.
  await expect.poll(() => db().securityEvent.count({ where: { user: { email }, kind: "sign_in" } })).toBe(1);
  let limited = 0;
  for (let guess = 0; guess < 25; guess += 1) {
    const answer = await driveSignIn({ email, password: `guess ${guess}`, address: `192.0.${guess}.1` });
    expect(opens(answer)).toBe(false);
    if (answer.status === 429) limited += 1;
  }
  expect(limited).toBe(15);
  expect(opens(await driveSignIn({ email, password, address: "192.0.99.1" }))).toBe(false);
  expect(opens(await driveSignIn({ email, password, address: "198.51.100.77" }))).toBe(true);
});

it("programs are told with 429 when to come back, known address or not", async () => {
  const { email } = await person();
  for (const subject of [email, `nobody-${randomUUID()}@example.test`]) {
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const attempt = { email: subject, password: "guess", address: `192.0.${100 + guess}.1` };
      const answer = await driveSignIn({ ...attempt, body: { json: "true" } });
      statuses.push(answer.status);
      if (answer.status !== 429) continue;
      const seconds = Number(answer.headers.get("retry-after"));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(15 * 60);
      expect(await answer.json()).toMatchObject({ url: expect.stringContaining("error=limited") });
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const form = await driveSignIn({ email: subject, password: "guess", address: "192.0.150.1" });
    expect(form.status).toBe(429);
    expect(form.headers.get("location")).toBeNull();
    expect(await form.text()).toMatch(/Too many attempts/);
  }
});

it("a device that signed in before gets in from a new network, however strangers have guessed", async () => {
  const { email, device } = await lockedOut();
  expect(Object.keys(device)).toHaveLength(1);
  expect(opens(await driveSignIn({ email, password, address: "192.0.98.1" }))).toBe(false);
  expect(opens(await driveSignIn({ email, password, address: "192.0.99.1", cookies: device }))).toBe(true);
});

it("its cookie lasts, is for the server alone, and tells nothing of whose it is", async () => {
  const { email, userId } = await person();
  const cookie = cookieIn(await driveSignIn({ email, password }), "device");
  expect(cookie).toMatch(/; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/);
  const value = Object.values(keptCookie(cookie))[0] ?? "";
  expect(value).toMatch(/^[\w-]+\.[\w-]{22}\.[\w-]{43}$/);
  for (const secret of [email, userId]) expect(cookie).not.toContain(secret);
  expect(cookieIn(await driveSignIn({ email, password: "guess" }), "device")).toBeUndefined();
});

it("a device has ten guesses of its own, and uses up nobody else's", async () => {
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

it("right passwords do not count, and signing in again does not give a device new guesses", async () => {
  const { email } = await person();
  let device = keptCookie(cookieIn(await driveSignIn({ email, password }), "device"));
  const attempt = (typed: string) =>
    driveSignIn({ email, password: typed, address: "192.2.1.1", cookies: device });
  for (let guess = 0; guess < 9; guess += 1) await attempt("guess");
  for (let round = 0; round < 3; round += 1) {
    const answer = await attempt(password);
    expect(opens(answer)).toBe(true);
    device = keptCookie(cookieIn(answer, "device"));
  }
  await attempt("guess");
  expect((await attempt(password)).status).toBe(429);
});

it("another's cookie, a changed one and one from before a new password count for nothing", async () => {
  const { email, userId, device } = await lockedOut();
  const { device: others } = await lockedOut();
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

it("behind a proxy that nobody named, guesses at many accounts close none of the others", async () => {
  const { email } = await person();
  for (let guess = 0; guess < 55; guess += 1) {
    const other = `nobody-${guess}-${randomUUID().slice(0, 8)}@example.test`;
    await driveSignIn({ email: other, password: "guess", address: "unknown" });
  }
  expect(opens(await driveSignIn({ email, password, address: "unknown" }))).toBe(true);
}, 60_000);

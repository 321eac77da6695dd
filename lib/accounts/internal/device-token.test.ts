import { expect, it } from "vitest";
import { testEnvironment } from "@/lib/testing/environment";
import { mintDeviceToken, readDeviceToken } from "./device-token";

Object.assign(process.env, testEnvironment, { DATABASE_URL: "postgresql://127.0.0.1/none" });

const owner = { userId: "01a", passwordHash: "$argon2id$a" };
const now = new Date("2026-11-28T12:00:00Z");
const daysOn = (days: number) => new Date(now.getTime() + days * 86_400_000);

it("recognizes a device for half a year, by the same name", () => {
  const token = mintDeviceToken(owner, null, now);
  const name = readDeviceToken(token, owner, now);
  expect(name).toMatch(/^[\w-]{22}$/);
  expect(readDeviceToken(token, owner, daysOn(179.9))).toBe(name);
  expect(readDeviceToken(token, owner, daysOn(180))).toBeNull();
  expect(readDeviceToken(mintDeviceToken(owner, name, daysOn(100)), owner, daysOn(200))).toBe(name);
});

it("rejects the token of another account, another password and any other text", () => {
  const token = mintDeviceToken(owner, null, now);
  for (const other of [
    null,
    { ...owner, userId: "01b" },
    { ...owner, passwordHash: "b" },
    { ...owner, passwordHash: null },
  ])
    expect(readDeviceToken(token, other, now)).toBeNull();
  for (const text of [
    null,
    "",
    "..",
    token.slice(1),
    `${token}A`,
    `é${token}`,
    mintDeviceToken({ userId: "", passwordHash: null }, null, now),
  ])
    expect(readDeviceToken(text, owner, now), String(text)).toBeNull();
});

import { expect, it } from "vitest";
import { msPerMinute } from "@/lib/kernel/clock";
import { testEnvironment } from "@/lib/testing/environment";
import { challengedUser, isChallenge, mintChallenge } from "./challenge";

Object.assign(process.env, testEnvironment, { DATABASE_URL: "postgresql://127.0.0.1/none" });

const binding = {
  userId: "019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11",
  passwordHash: "$argon2id$one",
  device: "device",
  userAgent: "Firefox",
};
const now = new Date("2026-11-30T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

it("is valid for less than five minutes, and not before it was made", () => {
  const challenge = mintChallenge(binding, now);
  expect(isChallenge(challenge, binding, now)).toBe(true);
  expect(isChallenge(challenge, binding, later(5 * msPerMinute - 1))).toBe(true);
  expect(isChallenge(challenge, binding, later(5 * msPerMinute))).toBe(false);
  expect(isChallenge(challenge, binding, later(-1))).toBe(false);
});

it.each([
  ["user", { userId: "019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e12" }],
  ["password", { passwordHash: "$argon2id$two" }],
  ["secured account", { passwordHash: null }],
  ["device", { device: "other" }],
  ["unknown device", { device: null }],
  ["browser", { userAgent: "Chrome" }],
])("does not hold for another %s", (_, other) => {
  expect(isChallenge(mintChallenge(binding, now), { ...binding, ...other }, now)).toBe(false);
});

it("a changed part makes it worthless", () => {
  const challenge = mintChallenge(binding, now);
  const [issued = "", name = "", user = "", mac = ""] = challenge.split(".");
  const young = later(msPerMinute).getTime().toString(36);
  const flipped = name.startsWith("A") ? `B${name.slice(1)}` : `A${name.slice(1)}`;
  for (const forged of [
    [young, name, user, mac],
    [issued, flipped, user, mac],
    [issued, name, user, mac.slice(0, -1)],
    [issued, name, user, ""],
    [issued, name, user, mac, ""],
  ])
    expect(isChallenge(forged.join("."), binding, now)).toBe(false);
});

it("names its account, and no two are equal", () => {
  const challenge = mintChallenge(binding, now);
  expect(challengedUser(challenge)).toBe(binding.userId);
  expect(challengedUser("")).toBeNull();
  expect(challengedUser(`${challenge}x`)).toBeNull();
  expect(mintChallenge(binding, now)).not.toBe(challenge);
});

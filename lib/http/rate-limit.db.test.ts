import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { addressRule, emailRule, returnPoint, takePoint } from "./rate-limit";

await testDatabase();
afterAll(closeDb);

const rule = { name: "test_rule", points: 5, durationSeconds: 60 };

it("of many concurrent uses exactly as many pass as the rule allows", async () => {
  const subject = randomUUID();
  const verdicts = await Promise.all(Array.from({ length: 40 }, () => takePoint(rule, subject)));
  expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(5);
  const limited = verdicts.find((verdict) => !verdict.allowed);
  expect(limited?.retryAfterSeconds).toBeGreaterThan(0);
  expect(limited?.retryAfterSeconds).toBeLessThanOrEqual(60);
});

it("subjects have separate limits and are not stored", async () => {
  const [ada, eve] = [`ada-${randomUUID()}@example.test`, randomUUID()];
  for (let use = 0; use < 6; use += 1) await takePoint(rule, ada);
  expect(await takePoint(rule, eve)).toMatchObject({ allowed: true });
  expect(
    JSON.stringify(await db().rateLimit.findMany(), (_, value) =>
      String(value) === "[object Object]" ? value : String(value),
    ),
  ).not.toContain("@example.test");
});

it("a returned use is available again", async () => {
  const subject = randomUUID();
  for (let use = 0; use < 20; use += 1) {
    expect(await takePoint(rule, subject)).toMatchObject({ allowed: true });
    await returnPoint(rule, subject);
  }
});

it("a network counts as one client, a loopback address as many", () => {
  expect(addressRule(rule, "203.0.113.7").subject).toBe(addressRule(rule, "203.0.113.200").subject);
  expect(addressRule(rule, "127.0.0.1").rule.points).toBe(100);
});

it("text that is not an address is not counted: typos would share one limit", () => {
  for (const text of ["ada@", "ada@example", "ada example.com", "", null, new File(["x"], "email")])
    expect(emailRule(rule, text)).toBeNull();
  for (const text of [" Ada@Example.com", "ada+shop@example.com"])
    expect(emailRule(rule, text)).toEqual({ rule, subject: "ada@example.com" });
});

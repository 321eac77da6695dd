import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { envSchema, parseEnv } from "./env";
import { testEnvironment } from "@/lib/testing/environment";

/** Set by Node's world or by the supervisor, never by the operator. */
const notForOperators = /^(NODE_ENV|COUNTERFOIL_.*)$/;

function example(): Record<string, string> {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  const pairs = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => /^([A-Z0-9_]+)=(.*)$/.exec(line));
  return Object.fromEntries(
    pairs.map((match) => [match?.[1] ?? "", (match?.[2] ?? "").replace(/^"(.*)"$/, "$1")]),
  );
}

it("the example names every variable, and no other", () => {
  const wanted = Object.keys(envSchema.shape).filter((name) => !notForOperators.test(name));
  expect(Object.keys(example()).sort()).toEqual(wanted.sort());
});

it("the values of the example are the defaults", () => {
  const own = new Set(["PORT", "APP_URL", "LOG_LEVEL", "SANDBOX"]);
  const base = Object.fromEntries(Object.entries(testEnvironment).filter(([name]) => !own.has(name)));
  const filled = Object.fromEntries(Object.entries(example()).filter(([, value]) => value !== ""));
  const needed = { ...base, DATABASE_URL: "postgresql://127.0.0.1/x" };
  expect(parseEnv({ ...needed, ...filled })).toEqual(parseEnv(needed));
});

import { afterAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { env } from "@/lib/config/env";
import { closeDb } from "@/lib/db/client";
import { ok } from "@/lib/kernel/outcome";
import { textField } from "@/lib/kernel/text-field";
import { testDatabase } from "@/lib/testing/database";
import { defineAction, defineAnonymousAction } from "./define-action";

// Both need a request of the framework.
vi.mock("next/navigation", () => ({
  redirect: (target: string) => {
    throw new Error(`redirected to ${target}`);
  },
  unstable_rethrow: (error: unknown) => {
    throw error;
  },
}));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ origin: env().appUrl, "sec-fetch-site": "same-origin" }),
}));

await testDatabase();
afterAll(closeDb);

const run = async () => ok(null);
const perAddress = { name: "test_action", points: 100, durationSeconds: 60 };

it("a form that accepts arbitrary text fails when it is defined", () => {
  const bare = z.object({ reason: z.string() });
  expect(() => defineAction({ input: bare, run })).toThrow("arbitrary text: reason");
  expect(() => defineAnonymousAction({ input: bare, run, perAddress })).toThrow("arbitrary text: reason");
  const recordable = z.object({ reason: textField(10) });
  expect(() => defineAction({ input: recordable, run })).not.toThrow();
  expect(() => defineAnonymousAction({ input: recordable, run, perAddress })).not.toThrow();
});

it.each([
  ["/keys?kind=management", "/keys?kind=management"],
  ["https://evil.example/", "/"],
  ["/..//evil.example", "/"],
  ["/./\\evil.example", "/"],
  ["//evil.example", "/"],
])("a form whose result is the address %s redirects to %s", async (target, expected) => {
  const input = z.object({});
  const action = defineAnonymousAction({ input, run, perAddress, redirectTo: () => target });
  await expect(action({ status: "idle" }, new FormData())).rejects.toThrow(
    new Error(`redirected to ${expected}`),
  );
});

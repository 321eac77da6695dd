import { afterAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { env } from "@/lib/config/env";
import { closeDb } from "@/lib/db/client";
import { fail, ok } from "@/lib/kernel/outcome";
import { textField } from "@/lib/kernel/text-field";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
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

it("a limit on changes counts what was done, not what was rejected", async () => {
  const { actor } = await createWorkspace();
  const action = defineAction({
    input: z.object({ what: z.enum(["done", "rejected", "tried"]) }),
    requireActor: async () => actor,
    perChange: {
      rule: { name: `test_changes_${actor.userId}`, points: 3, durationSeconds: 60 },
      countedFailures: ["tried"],
    },
    run: async ({ input: { what } }) => (what === "done" ? ok(null) : fail(what)),
  });
  const send = async (what: string) => {
    const form = new FormData();
    form.set("what", what);
    const state = await action({ status: "idle" }, form);
    return state.status === "error" ? state.message : state.status;
  };
  for (let round = 0; round < 4; round += 1) {
    expect(await send("nonsense")).toBe("Fix the highlighted fields.");
    expect(await send("rejected")).toMatch(/^That didn't work/);
  }
  expect(await Promise.all(Array.from({ length: 4 }, () => send("done")))).toContainEqual(
    expect.stringMatching(/^Too many attempts/),
  );
  expect(await send("done")).toMatch(/^Too many attempts/);
  const other = await createWorkspace();
  const tried = defineAction({
    input: z.object({}),
    requireActor: async () => other.actor,
    perChange: {
      rule: { name: `test_tries_${actor.userId}`, points: 2, durationSeconds: 60 },
      countedFailures: ["tried"],
    },
    run: async () => fail("tried"),
  });
  const messages = [];
  for (let round = 0; round < 3; round += 1) messages.push(await tried({ status: "idle" }, new FormData()));
  expect(messages.map(({ message }) => message?.startsWith("Too many"))).toEqual([false, false, true]);
});

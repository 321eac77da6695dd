import { afterAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { env } from "@/lib/config/env";
import { closeDb } from "@/lib/db/client";
import { fail, ok } from "@/lib/kernel/outcome";
import { textField } from "@/lib/kernel/text-field";
import { testDatabase } from "@/lib/testing/database";
import { listEvents } from "@/lib/interface-events/list-events";
import type { Actor } from "@/lib/kernel/actor";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { createWorkspace } from "@/lib/testing/factories";
import { defineAction, defineAnonymousAction } from "./define-action";

// Both need a request of the framework.
vi.mock("next/navigation", () => ({
  redirect: (target: string) => {
    throw new Error(`redirected to ${target}`);
  },
  unstable_rethrow: (error: unknown) => {
    if (error instanceof Error && error.message.startsWith("redirected to")) throw error;
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
  expect(() => defineAction({ event: "save_profile", input: bare, run })).toThrow("arbitrary text: reason");
  expect(() => defineAnonymousAction({ input: bare, run, perAddress })).toThrow("arbitrary text: reason");
  const recordable = z.object({ reason: textField(10) });
  expect(() => defineAction({ event: "save_profile", input: recordable, run })).not.toThrow();
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
    event: "save_profile",
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
    event: "save_profile",
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

it("an action is recorded with why it failed, only where optional data is on, and redirects are no failures", async () => {
  const [on, off] = [await createWorkspace(), await createWorkspace()];
  await updatePrivacySettings(on.actor, { optionalData: true });
  const actionOf = (actor: Actor) =>
    defineAction({
      event: "create_key",
      input: z.object({ what: z.enum(["done", "limit_reached", "Not a code 7", "thrown"]) }),
      requireActor: async () => actor,
      run: async ({ input: { what } }) => {
        if (what === "thrown") throw new Error("A text that must not be stored");
        return what === "done" ? ok(what) : fail(what);
      },
    });
  for (const { actor } of [on, off]) {
    const action = actionOf(actor);
    for (const what of ["done", "limit_reached", "Not a code 7", "thrown", "nonsense"]) {
      const form = new FormData();
      form.set("what", what);
      await action({ status: "idle" }, form);
    }
  }
  const leaving = defineAction({
    event: "buy_credits",
    input: z.object({}),
    requireActor: async () => on.actor,
    run: async () => ok(null),
    redirectTo: () => "/keys",
  });
  await expect(leaving({ status: "idle" }, new FormData())).rejects.toThrow("redirected to /keys");
  const { rows } = await listEvents(on.actor);
  expect(rows.map(({ words }) => words)).toEqual([
    "Buy credits",
    "Create key (rejected)",
    "Create key (internal)",
    "Create key (other)",
    "Create key (limit reached)",
    "Create key",
  ]);
  expect((await listEvents(off.actor)).rows).toEqual([]);
});

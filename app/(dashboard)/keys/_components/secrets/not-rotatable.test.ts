import { expect, test } from "vitest";
import type { Actor } from "@/lib/kernel/actor";
import { notRotatable } from "./not-rotatable";

const owner: Actor = { userId: "owner", workspaceId: "workspace", role: "owner" };
const own = { kind: "inference", state: "active", creatorUserId: "owner" } as const;

test("a key that works can be rotated, and so can a disabled one, a member's, and one of an operator", () => {
  for (const key of [
    own,
    { ...own, state: "disabled" },
    { ...own, creatorUserId: "member" },
    { ...own, creatorUserId: null },
    { ...own, kind: "management" },
    { ...own, kind: "management", creatorUserId: null },
  ] as const)
    expect(notRotatable(owner, key, false)).toBeNull();
});

const management = { ...own, kind: "management" } as const;

test.each([
  ["expired", owner, { ...own, state: "expired" }, /expired/],
  ["of someone who left", owner, { ...own, creatorUserId: "gone" }, /creator left/],
  ["someone else's management key", owner, { ...management, creatorUserId: "other" }, /its creator/],
  ["a management key of a demoted owner", { ...owner, role: "member" }, management, /admins/],
] as const)("a key that is %s can't be rotated, and says why", (_, actor, key, reason) => {
  expect(notRotatable(actor, key, key.creatorUserId === "gone")).toMatch(reason);
});

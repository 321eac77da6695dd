import { expect, test } from "vitest";
import type { Role } from "@/lib/kernel/actor";
import { overlapProblem, rotationProblem } from "./may-rotate";

const actorIn = (role: Role) => ({ userId: "me", workspaceId: "w", role });
const mine = { kind: "inference", expiresAt: null, creatorUserId: "me" } as const;
const now = new Date("2026-11-30T12:00:00Z");
const here = { creatorHasLeft: false, now };

test.each(["owner", "admin", "member"] as const)("%s: own inference keys are rotated", (role) => {
  expect(rotationProblem(actorIn(role), mine, here)).toBeNull();
});

test("a management key is rotated by its creator alone, while they are owner or admin", () => {
  const management = { ...mine, kind: "management" } as const;
  const theirs = { ...management, creatorUserId: "someone" };
  expect(rotationProblem(actorIn("admin"), management, here)).toBeNull();
  expect(rotationProblem(actorIn("member"), management, here)).toMatchObject({ code: "not_allowed" });
  for (const role of ["owner", "admin"] as const)
    expect(rotationProblem(actorIn(role), theirs, here)).toMatchObject({
      code: "not_allowed",
      message: expect.stringContaining("Only its creator"),
    });
  expect(rotationProblem(actorIn("admin"), { ...mine, creatorUserId: "someone" }, here)).toBeNull();
  expect(rotationProblem(actorIn("admin"), { ...management, creatorUserId: null }, here)).toBeNull();
});

test("a key that would not work with a new secret either is not rotated", () => {
  const problem = (expiresAt: Date | null, creatorHasLeft: boolean) =>
    rotationProblem(actorIn("owner"), { ...mine, expiresAt }, { creatorHasLeft, now })?.message;
  expect(problem(now, false)).toContain("expired");
  expect(problem(new Date(now.getTime() + 1), false)).toBeUndefined();
  expect(problem(null, true)).toContain("left");
});

test("nothing works on while its key is disabled", () => {
  expect(overlapProblem("disabled", 1)).toContain("disabled");
  expect(overlapProblem("disabled", 0)).toBeNull();
  expect(overlapProblem("active", 168)).toBeNull();
});

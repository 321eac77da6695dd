import { expect, test } from "vitest";
import type { Role } from "@/lib/kernel/actor";
import { rotationProblem } from "./may-rotate";

const actorIn = (role: Role) => ({ userId: "me", workspaceId: "w", role });
const mine = { kind: "inference", state: "active", creatorUserId: "me" } as const;

test.each(["owner", "admin", "member"] as const)("%s: own inference keys are rotated", (role) => {
  expect(rotationProblem(actorIn(role), mine, false)).toBeNull();
});

test("a management key is rotated by its creator alone, while they are owner or admin", () => {
  const management = { ...mine, kind: "management" } as const;
  const theirs = { ...management, creatorUserId: "someone" };
  expect(rotationProblem(actorIn("admin"), management, false)).toBeNull();
  expect(rotationProblem(actorIn("member"), management, false)).toMatchObject({ code: "not_allowed" });
  for (const role of ["owner", "admin"] as const)
    expect(rotationProblem(actorIn(role), theirs, false)).toMatchObject({
      code: "not_allowed",
      message: expect.stringContaining("Only its creator"),
    });
  expect(rotationProblem(actorIn("admin"), { ...mine, creatorUserId: "someone" }, false)).toBeNull();
  expect(rotationProblem(actorIn("admin"), { ...management, creatorUserId: null }, false)).toBeNull();
});

test("a key that would not work with a new secret either is not rotated", () => {
  const problem = (state: "expired" | "active", creatorHasLeft: boolean) =>
    rotationProblem(actorIn("owner"), { ...mine, state }, creatorHasLeft)?.message;
  expect(problem("expired", false)).toContain("expired");
  expect(problem("active", true)).toContain("left");
});

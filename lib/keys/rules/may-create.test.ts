import { expect, test } from "vitest";
import { mayCreate } from "./may-create";

test.each([
  ["owner", true],
  ["admin", true],
  ["member", false],
] as const)("%s: management keys %s, other keys always", (role, allowed) => {
  const actor = { userId: "u", workspaceId: "w", role };
  expect(mayCreate(actor, "management")).toBe(allowed);
  expect(mayCreate(actor, "inference")).toBe(true);
});

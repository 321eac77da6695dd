import { expect, test } from "vitest";
import { inOrderOfKeys, migrationsDiffer } from "./backup-format";

const [a, b] = [
  { name: "1_a", checksum: "x" },
  { name: "2_b", checksum: "y" },
];

test("describes missing, additional and edited migrations", () => {
  expect(migrationsDiffer([a, b], [a, b])).toBeNull();
  expect(migrationsDiffer([a, b], [a])).toContain("the backup has migration 2_b");
  expect(migrationsDiffer([a], [a, b])).toContain("this version has migration 2_b");
  expect(migrationsDiffer([a], [{ ...a, checksum: "z" }])).toContain("1_a differs here");
});

test("orders tables after those that they reference, except themselves, and detects a cycle", () => {
  const references = [
    { from: "keys", to: "workspaces" },
    { from: "workspaces", to: "users" },
    { from: "users", to: "users" },
    { from: "elsewhere", to: "keys" },
  ];
  expect(inOrderOfKeys(["keys", "users", "workspaces"], references)).toEqual(["users", "workspaces", "keys"]);
  expect(() =>
    inOrderOfKeys(
      ["a", "b"],
      [
        { from: "a", to: "b" },
        { from: "b", to: "a" },
      ],
    ),
  ).toThrow("cycle");
});

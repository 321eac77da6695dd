import { expect, test } from "vitest";
import { inOrderOfKeys, migrationsDiffer } from "./backup-format";

const [a, b] = [
  { name: "1_a", checksum: "x" },
  { name: "2_b", checksum: "y" },
];

test("lists of migrations differ by what is missing, more, or another one", () => {
  expect(migrationsDiffer([a, b], [a, b])).toBeNull();
  expect(migrationsDiffer([a, b], [a])).toContain("the backup has migration 2_b");
  expect(migrationsDiffer([a], [a, b])).toContain("this version has migration 2_b");
  expect(migrationsDiffer([a], [{ ...a, checksum: "z" }])).toContain("1_a is another one here");
});

test("tables come after those that they refer to, themselves excepted, and a circle is found", () => {
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
  ).toThrow("circle");
});

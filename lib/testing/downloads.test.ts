import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { repositoryFiles } from "./repository-files";

/** Archives have lines of their own, for a request and for its download. */
const withOwnLine = "app/api/dashboard/archives/[id]/route.ts";

it("every route of the console that sends a file says what it contains, for the security log", () => {
  const files = repositoryFiles().filter((file) => /^app\/api\/dashboard\/.*route\.ts$/.test(file));
  const sending = files.filter((file) => readFileSync(file, "utf8").includes("content-disposition"));
  expect(sending.length).toBeGreaterThan(4);
  const silent = sending.filter((file) => !/\n {2}download: "/.test(readFileSync(file, "utf8")));
  expect(silent).toEqual([withOwnLine]);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { appRoutes, projectFiles } from "./references/repository";

/** Addresses in the first column of the document's tables, without their methods. */
function documented(): Set<string> {
  const rows = readFileSync("docs/pages-and-endpoints.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  return new Set(
    rows.flatMap((row) =>
      [...(row.split(" | ")[0] ?? "").matchAll(/`(?:[A-Z]+ )?(\/[^`]*)`/g)].map(
        ([, address = ""]) => address,
      ),
    ),
  );
}

const files = projectFiles();

test("every page and route of the product is in docs/pages-and-endpoints.md", () => {
  const rows = documented();
  const routes = appRoutes(files.filter((file) => file.startsWith("app/"))).filter(
    (route) => route !== "/api/v1/{rest}",
  );
  expect(routes.length).toBeGreaterThan(25);
  expect(routes.filter((route) => !rows.has(route))).toEqual([]);
});

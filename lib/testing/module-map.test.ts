import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const modules = readdirSync("lib", { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

test("every module is in the map, which links to its README", () => {
  const map = readFileSync("lib/README.md", "utf8");
  const rows = [...map.matchAll(/^\| \[`([a-z-]+)`\]\(([a-z-]+)\/README\.md\) \| .+ \|$/gm)];
  expect(rows.map(([, name]) => name).sort()).toEqual(modules.toSorted());
  for (const [, name, folder] of rows) expect(folder).toBe(name);
  expect(modules.filter((name) => !existsSync(`lib/${name}/README.md`))).toEqual([]);
});

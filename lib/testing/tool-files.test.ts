import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(file, "utf8");
const { engines, devDependencies } = JSON.parse(read("package.json")) as {
  engines: { node: string };
  devDependencies: Record<string, string>;
};

test("the oldest Node that the product runs on is said in package.json, and everything else agrees", () => {
  const floor = /^>=(\d+)\.(\d+)\.0$/.exec(engines.node);
  const [major, minor] = [floor?.[1] ?? "", floor?.[2] ?? ""];
  expect(read("lib/server/bootstrap.mjs")).toContain(`requireNode(${major}, ${minor});`);
  expect(read("lib/server/setup/compile.mjs")).toContain(`target: "node${major}"`);
  // Types of the oldest version: what a newer one has in addition does not compile.
  expect(devDependencies["@types/node"]).toMatch(new RegExp(`^${major}\\.${minor}\\.`));
  for (const file of ["README.md", "docs/operations.md", "CONTRIBUTING.md"]) {
    const named = [...read(file).matchAll(/\bNode (\d+\.\d+)\b/g)].map(([, version]) => version);
    expect(new Set(named), file).toEqual(new Set([`${major}.${minor}`]));
  }
});

test("the Node that is developed on is said in .nvmrc, is no older, and CONTRIBUTING names it", () => {
  const version = read(".nvmrc").trim();
  expect(version).toMatch(/^\d+$/);
  expect(Number(version)).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
  const named = [...read("CONTRIBUTING.md").matchAll(/\bNode (\d+)(?![\d.])/g)].map(([, major]) => major);
  expect(new Set(named)).toEqual(new Set([version]));
});

test("editors are told what Prettier does", () => {
  const { printWidth } = JSON.parse(read(".prettierrc.json")) as { printWidth: number };
  const settings = new Map(
    [...read(".editorconfig").matchAll(/^(\w+) = (.+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  // Prettier's own defaults where .prettierrc.json is silent.
  expect(settings.get("max_line_length")).toBe(String(printWidth));
  expect(settings.get("indent_style")).toBe("space");
  expect(settings.get("indent_size")).toBe("2");
  expect(settings.get("end_of_line")).toBe("lf");
});

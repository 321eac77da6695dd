import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(file, "utf8");
const { engines, devDependencies } = JSON.parse(read("package.json")) as {
  engines: { node: string };
  devDependencies: Record<string, string>;
};

test("the minimum Node version is in package.json, and everything else agrees", () => {
  const floor = /^>=(\d+)\.(\d+)\.0$/.exec(engines.node);
  const [major, minor] = [floor?.[1] ?? "", floor?.[2] ?? ""];
  expect(read("lib/server/bootstrap.mjs")).toContain(`requireNode(${major}, ${minor});`);
  expect(read("lib/server/setup/compile.mjs")).toContain(`target: "node${major}"`);
  // Types of the minimum version, so that newer APIs do not compile.
  expect(devDependencies["@types/node"]).toMatch(new RegExp(`^${major}\\.${minor}\\.`));
  for (const file of ["README.md", "docs/operations.md", "CONTRIBUTING.md"]) {
    const named = [...read(file).matchAll(/\bNode (\d+\.\d+)\b/g)].map(([, version]) => version);
    expect(new Set(named), file).toEqual(new Set([`${major}.${minor}`]));
  }
});

test("the development Node version is in .nvmrc, is not older, and is in CONTRIBUTING", () => {
  const version = read(".nvmrc").trim();
  expect(version).toMatch(/^\d+$/);
  expect(Number(version)).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
  const named = [...read("CONTRIBUTING.md").matchAll(/\bNode (\d+)(?![\d.])/g)].map(([, major]) => major);
  expect(new Set(named)).toEqual(new Set([version]));
});

test("editor settings match Prettier's", () => {
  const { printWidth } = JSON.parse(read(".prettierrc.json")) as { printWidth: number };
  const settings = new Map(
    [...read(".editorconfig").matchAll(/^(\w+) = (.+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  // Prettier's defaults for options not in .prettierrc.json.
  expect(settings.get("max_line_length")).toBe(String(printWidth));
  expect(settings.get("indent_style")).toBe("space");
  expect(settings.get("indent_size")).toBe("2");
  expect(settings.get("end_of_line")).toBe("lf");
});

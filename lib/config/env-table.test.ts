import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { envSchema } from "./env";

/** Rows of the tables in docs/operations.md whose first column is a variable: name, default, meaning. */
function rows(): [name: string, fallback: string, meaning: string][] {
  const lines = readFileSync("docs/operations.md", "utf8").matchAll(
    /^\| `([A-Z][A-Z_]+)` \| (.*?) \| (.*) \|$/gm,
  );
  return [...lines].map(([, name = "", fallback = "", meaning = ""]) => [name, fallback, meaning]);
}

it("the operator's table has one row for every variable, and no other", () => {
  const names = rows().map(([name]) => name);
  expect(names.sort()).toEqual(Object.keys(envSchema.shape).sort());
  for (const [name, , meaning] of rows()) expect(meaning.length, name).toBeGreaterThan(10);
});

it("the defaults in the table are those of the code", () => {
  for (const [name, fallback] of rows()) {
    const parsed = envSchema.shape[name as keyof typeof envSchema.shape].safeParse(undefined);
    const value: unknown = parsed.success ? parsed.data : undefined;
    if (typeof value === "string" || typeof value === "number") expect(fallback, name).toBe(`\`${value}\``);
    else expect(fallback, name).not.toBe("");
  }
});

it("the defaults in the table are those of the example", () => {
  const example = new Map(
    [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z][A-Z_]+)="?(.*?)"?$/gm)].map(
      ([, name = "", value = ""]) => [name, value],
    ),
  );
  for (const [name, fallback] of rows()) {
    const value = example.get(name);
    if (value) expect(fallback, name).toBe(`\`${value}\``);
  }
});

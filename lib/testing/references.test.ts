import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { commentReferences, markdownReferences, type Reference } from "./references/find-references";
import { languageOf, projectFiles, readRepository } from "./references/repository";
import { resolves } from "./references/resolve-reference";

const files = projectFiles();
const repository = readRepository(files);
const self = "lib/testing/references.test.ts";
const read = (file: string) => readFileSync(file, "utf8");

/** The simulators have their own addresses, which are not routes of the product. */
const hasOtherRoutes = (file: string) => file.startsWith("lib/sandbox/");

function referencesOf(file: string, text: string): Reference[] {
  const language = languageOf(file);
  const found = file.endsWith(".md")
    ? markdownReferences(text)
    : language
      ? commentReferences(text, language)
      : [];
  return hasOtherRoutes(file) ? found.filter(({ kind }) => kind !== "route") : found;
}

function broken(file: string, references: readonly Reference[]): string[] {
  return references
    .filter((reference) => !resolves(reference, file, { repository, read }))
    .map(({ line, name, kind }) => `${file}:${line}: there is no ${kind} ${name}`);
}

const brokenIn = (file: string, text: string) => broken(file, referencesOf(file, text));

const named = files
  .filter((file) => file !== self)
  .map((file) => ({ file, references: referencesOf(file, read(file)) }));

it("every path, link, page and command named in a comment or document exists", () => {
  expect(named.flatMap(({ file, references }) => broken(file, references))).toEqual([]);
});

it("finds references of every kind", () => {
  const seen = named.flatMap(({ references }) => references.map(({ kind }) => kind));
  const count = (kind: Reference["kind"]) => seen.filter((other) => other === kind).length;
  for (const kind of ["path", "link", "route", "script", "command", "name"] as const) {
    expect(count(kind), kind).toBeGreaterThan(5);
  }
  expect(seen.length).toBeGreaterThan(500);
});

/** A document that does not exist, written so that a search for documents does not find it. */
const madeUp = ["docs/made-up", "md"].join(".");

it("reports file, line and name of broken references", () => {
  const document = [
    "# A heading",
    "[right](../README.md#two-commands), [wrong](../README.md#three-commands), [file](no-such.ts), [right](../README.md)",
    "`lib/ledger/no-such-verb.ts` beside `post-transfer.ts` and `internal/` and `lib/ledger/holds`",
    "`GET /api/v1/keys/{hash}`, `/api/v1/no-such-operation`, `/no-such-page`, `/activity?model=x`, `/keys/:id`, a `/24` of addresses",
    "`npm run no-such-script`, `npm run check`, `npm run counterfoil -- no-such-command`",
    "`takeHold` decides, `takeNothing` does not; `NO_SUCH_VARIABLE`",
    "```sh",
    "npm run no-such-script-either # lib/nothing.ts is not looked for here",
    "```",
  ].join("\n");
  expect(brokenIn(madeUp, document)).toEqual([
    `${madeUp}:2: there is no link ../README.md#three-commands`,
    `${madeUp}:2: there is no link no-such.ts`,
    `${madeUp}:3: there is no path lib/ledger/no-such-verb.ts`,
    `${madeUp}:4: there is no route /api/v1/no-such-operation`,
    `${madeUp}:4: there is no route /no-such-page`,
    `${madeUp}:5: there is no script no-such-script`,
    `${madeUp}:5: there is no command no-such-command`,
    `${madeUp}:6: there is no name takeNothing`,
    `${madeUp}:6: there is no name NO_SUCH_VARIABLE`,
    `${madeUp}:8: there is no script no-such-script-either`,
  ]);
});

it("reads comments of sources, but not strings", () => {
  const source = [
    'import { x } from "./no-such-import"; // see rules/no-rule.ts and lib/nowhere/at-all.ts.',
    "/**",
    " * Leads to `/no-such-page`, to lib/README.md and (lib/ledger).",
    " */",
    'const text = "lib/only/a-string.ts"; const address = "https://example.com/lib/x.ts";',
    "{/* components/no-such.tsx, GET /api/v1/keys/:hash, /api/no-such/route. */}",
  ].join("\n");
  expect(brokenIn("lib/made-up.ts", source)).toEqual([
    "lib/made-up.ts:1: there is no path rules/no-rule.ts",
    "lib/made-up.ts:1: there is no path lib/nowhere/at-all.ts",
    "lib/made-up.ts:3: there is no route /no-such-page",
    "lib/made-up.ts:6: there is no route /api/no-such/route",
    "lib/made-up.ts:6: there is no path components/no-such.tsx",
  ]);
  expect(brokenIn("prisma/migrations/x.sql", "select 1; -- as lib/no/where.ts says")).toHaveLength(1);
});

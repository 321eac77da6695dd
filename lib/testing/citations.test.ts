import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { proseOf, repositoryFiles } from "./repository-files";

const files = repositoryFiles();
const pages = new Set(files.filter((file) => file.endsWith(".md")).map((file) => path.basename(file)));

/** Names that look like codes but are not: the two sets of control characters. */
const words = /\bC0 and C1(?= c)|\bC1(?= c(?:ontrol|haracter))/g;

/** Citations in a line that a reader of this repository cannot look up. */
function citationsIn(line: string, file: string): readonly string[] {
  const text = line.replace(words, "");
  return [
    ...line.matchAll(/§\s?\d[\d.]*/g),
    // In parentheses anywhere, which includes test titles and help texts of commands.
    ...text.matchAll(/(?<=\s)\([A-Z]{1,2}\d{1,3}(?=[.,) ])/g),
    ...proseOf(text, file).matchAll(/(?<![\w$%\\"'`/.-])[A-Z]{1,2}\d{1,2}(?![\w"'`])/g),
    ...line.matchAll(/\bthe reference\b(?!s? (?:page|to)\b)/gi),
    ...[...line.matchAll(/[\w-]+\.md\b/g)].filter(([page]) => !pages.has(page)),
  ].map(([cited]) => cited);
}

it("finds codes of tables and pages that are not in the repository", () => {
  const cited = (line: string, file = "a.ts") => citationsIn(line, file).length > 0;
  for (const line of [
    " * no one learns who has an account (A14, AU2).",
    '  it("credits a payment once (C4)", () => {',
    "  /// Kept as a hash (K1).",
    " * Repairs what webhooks did not bring, see W1.",
    "// As in house style " + "\u00a76.",
    "  // Measured (wishes" + ".md).",
    " * Wire-compatible with the " + "reference.",
  ])
    expect(cited(line), line).toBe(true);
  for (const line of [
    "// SQLSTATE CF001 and 22021, Prisma's P2002, HTTP 402, UTF-8, SHA256, ES2022, AES-256, CRC-32, IPv4, S3Client",
    ' const day = `2026-11-28T00:00:00Z`; const path = "M0 1H24V8";',
    '  ["a C1 control character", "x"], // (C0 and C1 characters)',
    ' "Mozilla/5.0 (X11; Linux x86_64)"',
    " * the README.md of the module, the reference page",
  ])
    expect(citationsIn(line, "a.ts"), line).toEqual([]);
});

it("cites nothing that is not in the repository", () => {
  const found = files
    .filter((file) => path.resolve(file) !== import.meta.filename)
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, at) => citationsIn(line, file).map((cited) => `${file}:${at + 1} cites "${cited}"`)),
    );
  expect(files.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});

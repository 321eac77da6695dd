import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { proseOf, repositoryFiles } from "./repository-files";

/** Words that the project no longer uses, and what to write. Also as a part of an identifier or of a file name. */
const retired: readonly (readonly [RegExp, string])[] = [
  [/\bclockwork\b/, "scheduler"],
  [/\bupkeep\b/, "maintenance"],
  [/\bapplicants?\b/, "completion request"],
  [/\bwhoever\b/, "the caller, anyone who"],
  [/\bmend(s|ed|ing)?\b/, "fix"],
  [/\bstand ?-?ins?\b/, "simulator"],
  [/\bfulfils?\b/, "apply"],
  [/\bcatalogues?\b/, "catalog"],
  [/\b(depart|refuse) run\b/, "client disconnected, fail completion"],
  [/\b(keep pages|(take|enter) instance|tell creator)\b/, "see the glossary in lib/README.md"],
  [/\bmovements?\b/, "transaction, transfer"],
  [/\bpulse\b/, "change token"],
  [/\bsettle queue\b/, "pending settlements"],
  [/\bsecond factors?\b/, "two-factor authentication, authenticator app"],
  // British spellings.
  [/\b(behaviour|colour|favour)s?\b/, "behavior, color, favor"],
  [/\b(normal|summar|serial|organ|recogn|author)is(e[ds]?|ing|ation|able)\b/, "-ize"],
  [/\b(cancell|labell|modell)(ed|ing)\b(?<!cancelled)/, "one l"],
  [/\b(licence|judgement)\b/, "license, judgment"],
];
/** Only in comments and documents: elsewhere they are data, or names that a protocol gives. */
const retiredInProse: readonly (readonly [RegExp, string])[] = [
  [/\b(nobody|somebody)\b/, "no one, none, anonymous; someone"],
  [/\bstrangers?\b/, "untrusted client, other tenant"],
  [/\brefusals?\b/, "error, rejection"],
  [/\bleaf\b/, "partition"],
  [/\b(the house|the post|the trail|the books)\b/, "the operator, outbox, audit log, snapshots"],
];
/** Data in which any word may occur, and this list. */
const isData = (file: string) =>
  /^lib\/testing\/tokens\/|token-vocabulary\.ts$|retired-words\.test\.ts$/.test(file);
/** What a document or comment quotes is not its own word. */
const quoted = /"[^"]*"|`[^`]*`|'[^']*'|“[^”]*”/g;

/** Parts of a name become words: those in camel case, and those with hyphens or underscores. */
function wordsOf(text: string): string {
  return text.replace(/([a-z])(?=[A-Z])|[-_](?=[a-z])/g, "$1 ").toLowerCase();
}

function retiredIn(line: string, file: string): readonly string[] {
  // Columns keep the names of their first migration, and what was encrypted keeps what it was encrypted with.
  const kept =
    /@map\("[^"]*"\)|\bu\.organisation\b|\borganisation = null\b|"counterfoil second factors"|`second factor \$\{\w+\}`/;
  const words = wordsOf(line.replace(kept, ""));
  const prose = wordsOf(proseOf(line, file).replace(quoted, ""));
  const found = (text: string, list: typeof retired) =>
    list.flatMap(([pattern, use]) => {
      const word = pattern.exec(text)?.[0];
      return word ? [`"${word}", write: ${use}`] : [];
    });
  return [...found(words, retired), ...found(prose, retiredInProse)];
}

it("finds retired words in code, comments and names", () => {
  for (const line of [
    "const clockwork = startJobs();",
    "export function tellCreator() {}",
    " * Whoever asks gets it. // mended",
    'import { answer } from "./settle-queue";',
    "// Nobody waits here.",
    "/** The same for strangers. */",
    "const normalised = normalise(email);",
    "  colour: string;",
    "// cancelling a request",
  ])
    expect(retiredIn(line, "a.ts"), line).not.toEqual([]);
  for (const line of [
    'const email = "nobody@example.test";',
    "message.refusal,",
    '// The status "cancelled" of Stripe, and `refusal` on the wire.',
    "color, behavior, recommended, amended",
    "export type Stranger = string;",
  ])
    expect(retiredIn(line, "a.ts"), line).toEqual([]);
});

it("the project uses none of them", () => {
  const found = repositoryFiles()
    .filter((file) => !isData(file))
    .flatMap((file) => {
      const name = retiredIn(path.basename(file), "name").map((what) => `${file}: ${what}`);
      const lines = readFileSync(file, "utf8").split("\n");
      return [
        ...name,
        ...lines.flatMap((line, index) =>
          retiredIn(line, file).map((what) => `${file}:${index + 1}: ${what}`),
        ),
      ];
    });
  expect(found).toEqual([]);
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Language, splitComments } from "./find-references";

/** Generated and external folders: nothing refers into them, and they are not in a clone. */
const made = new Set([
  "node_modules",
  "generated",
  "screenshots",
  "bench-results",
  "test-results",
  "playwright-report",
]);
/** Hidden folders belong to tools, except these. */
const ours = new Set([".ci", ".github", ".well-known"]);

/** Every file of the project, relative to its root, with "/" separators. */
export function projectFiles(folder = ""): string[] {
  return readdirSync(folder || ".", { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      const isPassedOver = made.has(entry.name) || (entry.name.startsWith(".") && !ours.has(entry.name));
      return isPassedOver ? [] : projectFiles(name);
    }
    return entry.isFile() ? [name] : [];
  });
}

/** Names that exist in the project. */
export type Repository = {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** File names without folders: a comment may name a file that way. */
  readonly baseNames: ReadonlySet<string>;
  /** Segments of every served address: pages, routes, redirects, API operations, files in public/. */
  readonly routes: readonly (readonly string[])[];
  readonly scripts: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  /** Every word in code, outside of comments. */
  readonly words: ReadonlySet<string>;
};

export function readRepository(files: readonly string[]): Repository {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = path.posix.dirname(file); folder !== "."; folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  return {
    files: new Set(files),
    folders,
    baseNames: new Set(files.map((file) => path.posix.basename(file))),
    routes: [
      ...appRoutes(files.map(asServedInDevelopment)).map(withoutRest),
      ...apiRoutes(files),
      ...redirects(),
    ].map(segments),
    scripts: new Set(Object.keys(scripts)),
    commands: commandNames(files),
    words: codeWords(files),
  };
}

/** Addresses of the files in `app` and `public`, with `{name}` for parameters. */
export function appRoutes(files: readonly string[]): string[] {
  const routes = files.flatMap((file) => {
    if (file.startsWith("public/")) return [file.slice("public".length)];
    if (file === "app/robots.ts") return ["/robots.txt"];
    const match = /^app(\/.*)?\/(?:page|route)\.tsx?$/.exec(file);
    if (!match) return [];
    const address = (match[1] ?? "")
      .replace(/\/\([^/)]+\)/g, "")
      .replace(/\/\[\[?\.\.\.[^\]]+\]\]?/g, "/{rest}")
      .replace(/\[([^\]]+)\]/g, "{$1}");
    // The page for every address without a page is no address itself.
    return address === "/{rest}" ? [] : [address || "/"];
  });
  return [...new Set(routes)];
}

/** A `page.dev.tsx` is a page in development (next.config.ts). */
function asServedInDevelopment(file: string): string {
  return file.replace(/\/page\.dev\.tsx$/, "/page.tsx");
}

/** The catch-all route of the API serves no address itself; its operations do. */
function withoutRest(route: string): string {
  return route === "/api/v1/{rest}" ? "/api/v1" : route;
}

/** Operations of the public API as declared in its sources, with and without the base path, since texts use both. */
function apiRoutes(files: readonly string[]): string[] {
  const sources = files.filter((file) => /^lib\/api\/[a-z-]+\.ts$/.test(file) && !file.includes(".test."));
  const declared = /(?:\bpath: |\.(?:get|post|doc31)\()"(\/[^"]*)"/g;
  const own = sources.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(declared)].map(([, route = ""]) => route),
  );
  return own.flatMap((route) => [route, `/api/v1${route}`]);
}

function redirects(): string[] {
  if (!existsSync("next.config.ts")) return [];
  return [...readFileSync("next.config.ts", "utf8").matchAll(/\bto\("([^"]+)"/g)].map(
    ([, from = ""]) => from,
  );
}

/** Names of the operator's commands; texts name commands of a group together with the group. */
function commandNames(files: readonly string[]): Set<string> {
  const sources = files.filter((file) => /^lib\/server\/commands\/[a-z-]+\.ts$/.test(file));
  return new Set(
    sources.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\.command\("([a-z-]+)/g)].map(([, name = ""]) => name),
    ),
  );
}

const languages: Readonly<Record<string, Language>> = {
  ts: "script",
  tsx: "script",
  mjs: "script",
  cjs: "script",
  sql: "sql",
  prisma: "prisma",
};

/** Null for a file without our comments. */
export function languageOf(file: string): Language | null {
  return languages[file.split(".").at(-1) ?? ""] ?? null;
}

function codeWords(files: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const file of files) {
    const migration = /^prisma\/migrations\/\d+_(\w+)\//.exec(file)?.[1];
    if (migration) words.add(migration);
    // Invented names, to test that they are reported as missing.
    if (file.endsWith("/references.test.ts")) continue;
    const language = languageOf(file);
    const isPlain = /^(?:\.env\.example|package\.json|lib\/.*\.json)$/.test(file);
    if (!language && !isPlain) continue;
    const text = readFileSync(file, "utf8");
    const code = language ? splitComments(text, language).map((line) => line.code) : [text];
    for (const line of code) for (const word of line.match(/\w{3,}/g) ?? []) words.add(word);
  }
  return words;
}

export function segments(route: string): string[] {
  return route.split("/").filter(Boolean);
}

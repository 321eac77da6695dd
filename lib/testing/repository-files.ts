import { readdirSync } from "node:fs";
import path from "node:path";

const skipped = new Set([
  "node_modules",
  "generated",
  "migrations",
  "screenshots",
  "bench-results",
  "test-results",
]);
/** Hidden folders have build output and runtime files; of those only the workflow is source. */
const source = /\.(tsx?|[cm]js|css|md|prisma|sql|ya?ml|json)$|^\.env\.example$|^run$/;

/** Every source file and document of the repository under `folder`, except migrations and the lock file. */
export function repositoryFiles(folder = "."): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (!entry.isDirectory())
      return source.test(entry.name) && entry.name !== "package-lock.json" ? [name] : [];
    const isHidden = entry.name.startsWith(".") && ![".ci", ".github"].includes(entry.name);
    return isHidden || skipped.has(entry.name) ? [] : repositoryFiles(name);
  });
}

/** The prose of a line: its comment, or all of it in a document. A comment after code counts from its marker on. */
export function proseOf(line: string, file: string): string {
  if (/\.md$|^\.env\.example$|^run$/.test(path.basename(file))) return line;
  return /(?:^|[\s{])(?:\/\/+|\/\*+|\*|--)\s.*$/.exec(line)?.[0] ?? "";
}

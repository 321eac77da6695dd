import path from "node:path";
import type { Reference } from "./find-references";
import { type Repository, segments } from "./repository";

/** Headings of a document as GitHub's anchors. */
function headingAnchors(text: string): Set<string> {
  const anchors = new Set<string>();
  const count = new Map<string, number>();
  for (const [, heading = ""] of text
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, "")
    .matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const seen = count.get(slug) ?? 0;
    count.set(slug, seen + 1);
    anchors.add(seen === 0 ? slug : `${slug}-${seen}`);
  }
  return anchors;
}

/** True when the name exists, relative to the file that contains it. */
export function resolves(
  { kind, name }: Reference,
  from: string,
  { repository, read }: { readonly repository: Repository; readonly read: (file: string) => string },
): boolean {
  switch (kind) {
    case "script":
      return repository.scripts.has(name);
    case "command":
      return repository.commands.has(name);
    case "route":
      return isRoute(name, repository);
    case "path":
      return isPath(name, from, repository);
    case "name":
      return repository.words.has(name) || notOurs.has(name) || name.includes("YYYY");
    case "link":
      return isLink(name, from, repository, read);
  }
}

function isLink(name: string, from: string, repository: Repository, read: (file: string) => string): boolean {
  const [target = "", anchor] = name.split("#");
  const file =
    target === "" ? from : path.posix.join(path.posix.dirname(from), decodeURI(target)).replace(/\/$/, "");
  if (!repository.files.has(file)) return anchor === undefined && repository.folders.has(file);
  return anchor === undefined || (file.endsWith(".md") && headingAnchors(read(file)).has(anchor));
}

/** Next to the file, below any of its parent folders, from the root or from `lib`; a bare file name, anywhere. */
function isPath(name: string, from: string, { files, folders, baseNames }: Repository): boolean {
  if (madeAtRun.test(name) || name.split("/").includes("NAME")) return true;
  const plain = name.replace(/\/$/, "");
  if (!plain.includes("/"))
    return baseNames.has(plain) || [...folders].some((folder) => `/${folder}`.endsWith(`/${plain}`));
  const bases = ["", "lib"];
  for (let base = path.posix.dirname(from); base !== "."; base = path.posix.dirname(base)) bases.push(base);
  return bases.some((base) => {
    const full = path.posix.join(base, plain);
    return files.has(full) || folders.has(full) || files.has(`${full}.ts`) || files.has(`${full}.tsx`);
  });
}

/** Names of external software: rejected options named in decisions, and tools of an operator. */
const notOurs = new Set(["json_to_recordset", "jsonb_to_recordset", "getServerSession", "pg_dump"]);

/** Files that the running product or a command creates, or that an operator may provide. */
const madeAtRun =
  /^(?:lib\/db\/generated\b|\.(?:build|data|next|test)\b|DATA_DIR\/|screenshots\/|bench-results\b|next-env\.d\.ts$|(?:stripe|mails|runtime|catalog|secrets)\.json$|node_modules\/)/;

function isRoute(name: string, { routes }: Repository): boolean {
  const asked = segments(name.replace(/[?#].*$/, ""));
  return routes.some((route) => {
    const isOpen = route.at(-1) === "{rest}";
    const fixed = isOpen ? route.slice(0, -1) : route;
    if (isOpen ? asked.length < fixed.length : asked.length !== fixed.length) return false;
    return fixed.every((segment, index) => segment.startsWith("{") || segment === asked[index]);
  });
}

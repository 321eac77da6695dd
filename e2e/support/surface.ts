import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { createApi } from "@/lib/api/app";
import { root } from "./launch";

/** A server action: a function exported by a file with "use server", and its id in the build. */
export type ServerAction = {
  /** Route of its folder, and the function: "/keys#makeKey". */
  readonly name: string;
  readonly id: string;
};

/**
 * Routes of the pages in the file tree, or in one group of it, without groups: "/keys/[id]". The page for addresses without a page is listed as
 * one of them, because its pattern matches every other page as well.
 */
export function listPages(folder = "app"): string[] {
  return filesOf(folder, "page.tsx").map((file) => addressOf(file).replace(/^\/\[\.\.\.\w+\]$/, "/nowhere"));
}

/** Methods and addresses of the route handlers: "GET /api/dashboard/purchases/[id]". */
export function listRoutes(): string[] {
  return filesOf("app", "route.ts").flatMap((file) =>
    exportsOf(file)
      .filter((name) => /^[A-Z]+$/.test(name))
      .map((method) => `${method} ${addressOf(file)}`),
  );
}

/** Methods and paths of the public API, from its router: "GET /api/v1/keys/:hash". */
export function listOperations(): string[] {
  return createApi().operations.map(({ method, path: address }) => `${method} ${address}`);
}

/**
 * The server actions of the source tree with the ids of the build. Throws when the two have different actions: then an
 * action is in an unexpected place, or the build is outdated.
 */
export function listActions(): ServerAction[] {
  const written = ["app", "components", "lib"]
    .flatMap((folder) => filesOf(folder, /\.tsx?$/))
    .filter((file) => /^\s*["']use server["']/m.test(readFileSync(path.join(root, file), "utf8")))
    .flatMap((file) => exportsOf(file).map((name) => nameOf(file, name)));
  const ids = new Map(builtActions().map(({ id, name }) => [name, id]));
  const unknown = [
    ...written.filter((name) => !ids.has(name)).map((name) => `${name} is not in the build`),
    ...[...ids.keys()].filter((name) => !written.includes(name)).map((name) => `${name} is not exported`),
  ];
  if (unknown.length > 0) throw new Error(`Server actions: ${unknown.join(", ")}`);
  return written.map((name) => ({ name, id: ids.get(name) ?? "" }));
}

function builtActions(): { name: string; id: string }[] {
  const manifest = path.join(root, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(manifest, "utf8")) as {
    node: Record<string, { filename: string; exportedName: string }>;
  };
  return Object.entries(node).map(([id, { filename, exportedName }]) => ({
    id,
    name: nameOf(filename, exportedName),
  }));
}

function nameOf(file: string, exportedName: string): string {
  return `${file.startsWith("app/") ? addressOf(file) : file}#${exportedName}`;
}

/** Files below a folder whose name equals or matches the given one. Generated code has neither pages nor actions. */
function filesOf(folder: string, name: string | RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => !file.includes("/generated/"))
    .filter((file) => (typeof name === "string" ? path.basename(file) === name : name.test(file)))
    .filter((file) => existsSync(path.join(root, file)))
    .toSorted();
}

function addressOf(file: string): string {
  const steps = path.dirname(file).split("/").slice(1);
  return `/${steps.filter((step) => !/^\(.*\)$/.test(step)).join("/")}`;
}

/** Names of the values that a file exports. */
function exportsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  return source.statements.flatMap((statement): string[] => {
    if (ts.isExportDeclaration(statement)) {
      if (!statement.exportClause) throw new Error(`${file}: an export without names cannot be listed`);
      if (statement.isTypeOnly || !ts.isNamedExports(statement.exportClause)) return [];
      return statement.exportClause.elements.map(({ name }) => name.text);
    }
    const isExported = ts.canHaveModifiers(statement)
      ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false;
    if (!isExported) return [];
    if (ts.isFunctionDeclaration(statement)) return [statement.name?.text ?? "default"];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map(({ name }) => name.getText(source));
  });
}

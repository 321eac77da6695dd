import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** A module's use of a table, with the first file where it was found. */
export type TableUse = {
  readonly module: string;
  readonly table: string;
  readonly kind: "read" | "write";
  readonly file: string;
};

export type Model = {
  readonly table: string;
  /** Its schema file, without the extension. */
  readonly file: string;
  /** Names of relation fields to other models. */
  readonly relations: ReadonlyMap<string, string>;
};

const schemaFolder = "prisma/schema";
const writes = /^(create|update|delete|upsert)/;
const calls = /^(find|count$|aggregate$|groupBy$|create|update|delete|upsert)/;

/** The models of the Prisma schema by name. */
export function readModels(): ReadonlyMap<string, Model> {
  const texts = readdirSync(schemaFolder).map((name) => ({
    file: path.basename(name, ".prisma"),
    text: readFileSync(path.join(schemaFolder, name), "utf8"),
  }));
  const found = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map((match) => ({
      name: match[1] ?? "",
      file,
      body: match[2] ?? "",
    })),
  );
  const names = new Set(found.map(({ name }) => name));
  return new Map(
    found.map(({ name, file, body }) => {
      const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)/gm)];
      const relations = new Map(
        fields
          .map((field) => [field[1] ?? "", field[2] ?? ""] as const)
          .filter(([, type]) => names.has(type)),
      );
      return [name, { table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, file, relations }];
    }),
  );
}

/** Tables that migrations create and keep. */
export function migratedTables(): ReadonlySet<string> {
  const folder = "prisma/migrations";
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const tables = new Set<string>();
  for (const { name } of names.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
    for (const [, made, dropped, from, to] of sql.matchAll(tableChanges)) {
      if (made) tables.add(made);
      if (dropped) tables.delete(dropped);
      if (from && to && tables.delete(from)) tables.add(to);
    }
  }
  return tables;
}

const tableChanges =
  /^(?:create (?:unlogged )?table (?:if not exists )?"?(\w+)"?|drop table (?:if exists )?"?(\w+)"?|alter table "?(\w+)"? rename to "?(\w+)"?)/gim;

/**
 * Which tables the modules of `lib` use: through Prisma, including relations in the call, and by name in SQL text. A
 * string that is just a table's name counts as a write, since it could become part of any statement.
 */
export function findTableUses(models: ReadonlyMap<string, Model>): readonly TableUse[] {
  return sources("lib").flatMap((file) => usesIn(file, readFileSync(file, "utf8"), models));
}

/** Table uses in the text of one file. */
export function usesIn(file: string, text: string, models: ReadonlyMap<string, Model>): readonly TableUse[] {
  const uses = new Map<string, TableUse>();
  const module = file.split("/")[1] ?? "";
  const add = (table: string, kind: TableUse["kind"]) =>
    uses.set(`${table} ${kind}`, { module, table, kind, file });
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  visit(source, { models, add, speaksToDatabase: /from "(@\/lib\/db\/|pg")/.test(text) });
  return [...uses.values()];
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["lib/testing", "lib/db/generated"].includes(full) ? [] : sources(full);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts") ? [full] : [];
  });
}

type Search = {
  readonly models: ReadonlyMap<string, Model>;
  readonly add: (table: string, kind: TableUse["kind"]) => void;
  readonly speaksToDatabase: boolean;
};

function visit(node: ts.Node, search: Search): void {
  if (ts.isCallExpression(node)) readCall(node, search);
  const text = textOf(node);
  if (text !== null) readText(text, search);
  ts.forEachChild(node, (child) => visit(child, search));
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(" ? ");
}

function readText(text: string, { models, add, speaksToDatabase }: Search): void {
  for (const { table } of models.values()) {
    if (!text.includes(table)) continue;
    const name = `(?:only\\s+)?(?:public\\.)?"?${table}(?:_d30|_d90)?"?\\b`;
    if (
      new RegExp(`\\b(insert\\s+into|(?<!for\\s)update|delete\\s+from|copy|truncate)\\s+${name}`, "i").test(
        text,
      )
    )
      add(table, "write");
    const reads = new RegExp(
      `(?<!delete\\s+)\\b(from|join|using)\\s+${name}|\\bfrom\\s+\\w+(\\s+\\w+)?\\s*,\\s*${name}`,
      "i",
    );
    if (reads.test(text)) add(table, "read");
    if (speaksToDatabase && text === table) add(table, "write");
  }
}

function readCall(call: ts.CallExpression, { models, add }: Search): void {
  const method = call.expression;
  if (!ts.isPropertyAccessExpression(method) || !calls.test(method.name.text)) return;
  const delegate = method.expression;
  if (!ts.isPropertyAccessExpression(delegate)) return;
  const name = delegate.name.text.charAt(0).toUpperCase() + delegate.name.text.slice(1);
  const model = models.get(name);
  if (!model) return;
  add(model.table, writes.test(method.name.text) ? "write" : "read");
  for (const argument of call.arguments) readRelations(argument, model, { models, add });
}

function readRelations(node: ts.Node, model: Model, search: Pick<Search, "models" | "add">): void {
  ts.forEachChild(node, (child) => {
    if (!ts.isPropertyAssignment(child)) return readRelations(child, model, search);
    const name = ts.isIdentifier(child.name) ? child.name.text : "";
    const target = search.models.get(model.relations.get(name) ?? "");
    if (target)
      search.add(
        target.table,
        /^create|^update|^delete/.test(firstKey(child.initializer)) ? "write" : "read",
      );
    readRelations(child.initializer, target ?? model, search);
  });
}

function firstKey(node: ts.Expression): string {
  const first = ts.isObjectLiteralExpression(node) ? node.properties[0] : undefined;
  return first?.name && ts.isIdentifier(first.name) ? first.name.text : "";
}

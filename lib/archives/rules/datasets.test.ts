import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { datasets, leftOutTables } from "./datasets";

/** The columns of every table of the schema. */
function schemaTables(): ReadonlyMap<string, readonly string[]> {
  const folder = "prisma/schema";
  const text = readdirSync(folder)
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"))
    .join("\n");
  const models = [...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)];
  const names = new Set(models.map(([, name]) => name));
  return new Map(
    models.map(([, name = "", body = ""]) => [
      /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
      [...body.matchAll(/^ {2}(\w+)\s+(\w+)(.*)$/gm)]
        .filter(([, , type]) => !names.has(type ?? ""))
        .map(([, field = "", , rest = ""]) => /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field),
    ]),
  );
}

const tables = schemaTables();
/** What makes a table one about an account or a workspace. */
const owners = [
  "user_id",
  "workspace_id",
  "recipient",
  "archive_id",
  "key_id",
  "data_request_id",
  "personal_user_id",
];

test("every table about an account or a workspace is in the archive, or left out for a reason", () => {
  const covered = new Set(datasets.flatMap((dataset) => dataset.tables));
  const about = [...tables].filter(([table, columns]) => {
    return table === "users" || columns.some((column) => owners.includes(column));
  });
  const missing = about
    .map(([table]) => table)
    .filter((table) => !covered.has(table) && !(table in leftOutTables));
  expect(missing).toEqual([]);
  expect(Object.keys(leftOutTables).filter((table) => covered.has(table) || !tables.has(table))).toEqual([]);
});

test("every column of those tables is in the archive, or left out for a reason", () => {
  for (const { name, tables: own, from, fields, leftOut = {} } of datasets) {
    const aliases = new Map(
      [...from.matchAll(/\b(?:from|join) (\w+) (\w+)/g)].map(([, table = "", alias = ""]) => [table, alias]),
    );
    const sql = `${fields.map((field) => field.sql).join(" ")} ${from}`;
    for (const table of own) {
      const alias = aliases.get(table);
      expect(alias, `${name} reads ${table}`).toBeDefined();
      const columns = tables.get(table) ?? [];
      const isRead = (column: string) => new RegExp(`\\b${alias}\\.${column}\\b`).test(sql);
      const missing = columns.filter((column) => !isRead(column) && !(`${table}.${column}` in leftOut));
      expect(missing, `columns of ${table} in ${name}`).toEqual([]);
    }
    const unknown = Object.keys(leftOut).filter((entry) => {
      const [table = "", column = ""] = entry.split(".");
      return !own.includes(table) || !tables.get(table)?.includes(column);
    });
    expect(unknown, `left out of ${name}`).toEqual([]);
  }
});

test("names of datasets and of their fields are unique", () => {
  const names = datasets.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, fields } of datasets) {
    expect(new Set(fields.map((field) => field.name)).size, name).toBe(fields.length);
  }
});

test("every dataset is limited to its owner", () => {
  for (const { name, from } of datasets) expect(from, name).toMatch(/\$[12]::uuid/);
});

import { csvLine, csvText } from "@/lib/activity/rules/csv";
import { formatGenerationId } from "@/lib/activity/rules/generation-id";
import { dollarsText } from "@/lib/kernel/money";

/**
 * What a field holds, and so how it is written: money as decimal dollars in text, times in ISO 8601 and UTC, JSON as it is
 * (as its text in CSV).
 */
export type FieldType =
  "text" | "id" | "generation" | "integer" | "dollars" | "boolean" | "time" | "date" | "json" | "texts";

export type Field = {
  readonly name: string;
  readonly type: FieldType;
  readonly isNullable: boolean;
  /** The SQL expression that it is read from. Dollars are read as nano-dollars. */
  readonly sql: string;
  readonly description: string;
};

/** One table of the archive: a JSON file, a CSV file, and a schema that describes both. */
export type Dataset = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The database tables that it shows. */
  readonly tables: readonly string[];
  /**
   * The part of the statement from FROM on, with the condition that limits it to its owner. $1 is the user's id, $2 their
   * own workspace, $3 the teams that they are or were in; the latter two are lists.
   */
  readonly from: string;
  readonly orderBy: string;
  readonly fields: readonly Field[];
  /** Columns of its tables that it leaves out, and why. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** Columns that are read to make the fields and are not fields themselves. */
  readonly alsoRead?: Readonly<Record<string, string>>;
};

/** A row as the database returns it, by field. */
export type Row = Readonly<Record<string, unknown>>;

type FieldEntry = readonly [
  name: string,
  type: FieldType | `${FieldType}?`,
  sql: string,
  description: string,
];

/** Fields in a compact form: a question mark after the type allows null. */
export function fieldList(entries: readonly FieldEntry[]): readonly Field[] {
  return entries.map(([name, type, sql, description]) => ({
    name,
    type: type.replace("?", "") as FieldType,
    isNullable: type.endsWith("?"),
    sql,
    description,
  }));
}

/** The value of a field as JSON has it. */
export function jsonValue({ name, type }: Field, row: Row): unknown {
  const value = row[name] ?? null;
  if (value === null) return null;
  if (type === "generation") return formatGenerationId(String(value));
  if (type === "dollars") return dollarsText(BigInt(value as bigint));
  if (type === "integer") return Number(value);
  if (type === "time") return (value as Date).toISOString();
  return value;
}

/** A row as one line of a JSON array, without the comma. */
export function jsonRow(fields: readonly Field[], row: Row): string {
  return JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, jsonValue(field, row)])));
}

export function csvHeader(fields: readonly Field[]): string {
  return csvLine(fields.map(({ name }) => name));
}

/** A row as a line of CSV. Texts come from outside, so that a spreadsheet must not run them as formulas. */
export function csvRow(fields: readonly Field[], row: Row): string {
  return csvLine(
    fields.map((field) => {
      const value = jsonValue(field, row);
      if (value === null) return "";
      if (field.type === "json" || field.type === "texts") return csvText(JSON.stringify(value));
      return typeof value === "number" || typeof value === "boolean" || field.type === "dollars"
        ? (value as string | number | boolean)
        : csvText(String(value));
    }),
  );
}

const schemaOf: Readonly<Record<FieldType, Readonly<Record<string, unknown>>>> = {
  text: { type: "string" },
  id: { type: "string", format: "uuid" },
  generation: { type: "string", pattern: "^gen-" },
  integer: { type: "integer" },
  dollars: { type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" },
  boolean: { type: "boolean" },
  time: { type: "string", format: "date-time" },
  date: { type: "string", format: "date" },
  json: {},
  texts: { type: "array", items: { type: "string" } },
};

/** The JSON Schema (2020-12) of a dataset's JSON file. */
export function jsonSchema({ title, description, fields }: Dataset): object {
  const property = ({ type, isNullable, description: text }: Field) => {
    const schema = schemaOf[type];
    const types = isNullable && "type" in schema ? { type: [schema["type"], "null"] } : {};
    return { ...schema, ...types, description: text };
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    description,
    type: "array",
    items: {
      type: "object",
      additionalProperties: false,
      required: fields.map(({ name }) => name),
      properties: Object.fromEntries(fields.map((field) => [field.name, property(field)])),
    },
  };
}

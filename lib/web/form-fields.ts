import "server-only";
import type { z } from "zod";

type FieldTree = { [name: string]: unknown };

/**
 * Converts a form to an object for a schema. Dots in names nest ("limit.amount"), a name that ends with "[]" is always
 * a list, a name that is sent twice becomes one. The framework's own fields and files are left out.
 */
export function formFields(form: FormData): FieldTree {
  const fields: FieldTree = Object.create(null);
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name).filter((value) => typeof value === "string");
    if (values.length === 0) continue;
    const isList = name.endsWith("[]") || values.length > 1;
    place(fields, name.replace(/\[\]$/, "").split("."), isList ? values : values[0]);
  }
  return fields;
}

function place(fields: FieldTree, path: readonly string[], value: unknown): void {
  let node = fields;
  for (const step of path.slice(0, -1)) {
    const child = node[step];
    const next: FieldTree = isTree(child) ? child : Object.create(null);
    node[step] = next;
    node = next;
  }
  node[path.at(-1) ?? ""] = value;
}

function isTree(value: unknown): value is FieldTree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One sentence per field, keyed by its name in the form; errors of the whole form have the key "". */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[issue.path.join(".")] ??= issue.message;
  return errors;
}

/** The submitted values, to be shown again after an error; never secrets. */
export function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form.entries()) {
    const isSecret = /password|secret|token|factorCode/i.test(name) || name.startsWith("$ACTION");
    if (typeof value === "string" && !isSecret && value.length <= 2_000) values[name] = value;
  }
  return values;
}

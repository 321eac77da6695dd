import { z } from "zod";
import { textProblem } from "./recordable-text";
import { isSecretField } from "./text-field";

/**
 * One example of each kind of character that recorded text may not contain: NUL, a lone surrogate, a direction change.
 */
const probes = ["a\u0000b", "a\ud800b", "a\u202eb"];

/**
 * Returns the paths in a schema ("limit.reason"; "" for the schema itself) that accept text with any characters. An
 * input schema must have none: PostgreSQL rejects some characters, and others forge lines and text directions. Use
 * `textField` for text that is recorded and `secretField` for text that is not.
 */
export function bareText(schema: z.core.$ZodType, path = ""): string[] {
  if (schema instanceof z.ZodString) return isSecretField(schema) || keepsAllOut(schema) ? [] : [path];
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, field]) =>
      bareText(field, path ? `${path}.${name}` : name),
    );
  }
  // A pipe is tested as a whole, because its transformation may be the part that rejects the text.
  if (schema instanceof z.ZodPipe) return keepsAllOut(schema) ? [] : bareText(schema.def.in, path);
  return [...new Set(partsOf(schema).flatMap((part) => bareText(part, path)))];
}

function partsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodTuple) return schema.def.items;
  if (schema instanceof z.ZodRecord) return [schema.keyType, schema.valueType];
  if (schema instanceof z.ZodIntersection) return [schema.def.left, schema.def.right];
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodReadonly;
  return isWrapper ? [schema.def.innerType] : [];
}

function keepsAllOut(schema: z.ZodType): boolean {
  return probes.every((text) => {
    const { success, data } = schema.safeParse(text);
    return !success || (typeof data === "string" && textProblem(data, data.length) === null);
  });
}

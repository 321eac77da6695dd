import { isObject, type JsonObject, listOf, textOf } from "@/lib/sandbox/http/json";

/** A value that matches a JSON schema well enough for its author to parse it. `word` fills the strings. */
export function sampleOf(schema: JsonObject, word: string, depth = 0): unknown {
  const choices = listOf(schema.enum);
  if (choices.length > 0) return choices[0];
  if ("const" in schema) return schema.const;
  const branches = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  const branch = branches.find(isObject);
  if (branch && depth < 8) return sampleOf(branch, word, depth + 1);
  const type = Array.isArray(schema.type) ? textOf(schema.type[0]) : textOf(schema.type);
  if (type === "string") return word;
  if (type === "integer" || type === "number") return typeof schema.minimum === "number" ? schema.minimum : 1;
  if (type === "boolean") return true;
  if (type === "null") return null;
  if (type === "array")
    return isObject(schema.items) && depth < 8 ? [sampleOf(schema.items, word, depth + 1)] : [];
  const properties = isObject(schema.properties) && depth < 8 ? schema.properties : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [
      name,
      isObject(inner) ? sampleOf(inner, word, depth + 1) : word,
    ]),
  );
}

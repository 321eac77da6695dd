import { isObject, type JsonObject } from "@/lib/sandbox/http/json";

/** Readers of checked parameters. They return the value, or null if it was not given. */
export function text(params: JsonObject, name: string): string | null {
  const value = params[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function integer(params: JsonObject, name: string): number | null {
  const value = params[name];
  return typeof value === "number" ? value : null;
}

export function hash(params: JsonObject, name: string): JsonObject {
  const value = params[name];
  return isObject(value) ? value : {};
}

export function texts(params: JsonObject, name: string): readonly string[] {
  const value = params[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Metadata after an update: names with an empty value are removed; an empty `metadata` removes all. */
export function mergedMetadata(before: Record<string, string>, params: JsonObject): Record<string, string> {
  if (params.metadata === "") return {};
  const merged = {
    ...before,
    ...Object.fromEntries(
      Object.entries(hash(params, "metadata")).map(([name, value]) => [name, String(value)]),
    ),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}

/** The given fields among `names`, as values for the object: empty text becomes null. */
export function givenTexts(params: JsonObject, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.filter((name) => name in params).map((name) => [name, text(params, name)]));
}

import { isObject, type JsonObject } from "@/lib/sandbox/http/json";
import { ApiError, invalid, required } from "@/lib/sandbox/stripe/wire/api-error";

/** What a parameter must look like. A shape is a hash with known names; `many` a list of such hashes. */
export type Kind =
  "text" | "integer" | "boolean" | "hash" | "list" | "open" | Shape | { readonly many: Shape };
type Shape = { readonly shape: Table };
export type Table = { readonly [name: string]: Kind };

/**
 * Form values turned into what the parameters are, as Stripe does it: unknown names, texts that are no integers and
 * hashes where a value belongs are refused by name. Throws ApiError.
 */
export function checkParams(given: JsonObject, table: Table, needed: readonly string[] = []): JsonObject {
  if ("payment_method_types" in given && !("payment_method_types" in table)) {
    const code = "payment_method_types_no_longer_supported";
    const message =
      "The payment_method_types parameter is no longer supported. Use allowed_payment_method_types instead.";
    throw invalid(message, "payment_method_types", code);
  }
  for (const name of needed) if (given[name] === undefined || given[name] === "") throw required(name);
  return checkTable(given, table, "");
}

/** Without the parameters that the table does not know, for callers of another version, who are not held to it. */
export function onlyKnown(given: JsonObject, table: Table): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(table, name)));
}

function checkTable(given: JsonObject, table: Table, path: string): JsonObject {
  const checked: JsonObject = {};
  for (const [name, value] of Object.entries(given)) {
    const param = path ? `${path}[${name}]` : name;
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!kind) {
      throw new ApiError(400, `Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
    }
    checked[name] = checkValue(value, kind, param);
  }
  return checked;
}

function checkValue(value: unknown, kind: Kind, param: string): unknown {
  if (typeof kind === "object") return checkShape(value, kind, param);
  // An empty value unsets a hash.
  if (kind === "hash") return isObject(value) || value === "" ? value : refuse("object", param);
  if (kind === "list") return Array.isArray(value) ? value : value === "" ? [] : refuse("array", param);
  if (kind === "open") return value;
  if (typeof value !== "string") return refuse(kind === "text" ? "string" : kind, param);
  if (kind === "integer") {
    if (!/^-?\d{1,15}$/.test(value))
      throw invalid(`Invalid integer: ${value}`, param, "parameter_invalid_integer");
    return Number(value);
  }
  if (kind === "boolean")
    return value === "true" ? true : value === "false" ? false : refuse("boolean", param);
  return value;
}

function checkShape(value: unknown, kind: Shape | { readonly many: Shape }, param: string): unknown {
  if ("shape" in kind)
    return isObject(value) ? checkTable(value, kind.shape, param) : refuse("object", param);
  if (!Array.isArray(value)) return refuse("array", param);
  return value.map((inner: unknown, index) => checkShape(inner, kind.many, `${param}[${index}]`));
}

function refuse(wanted: string, param: string): never {
  throw invalid(
    `Invalid ${wanted}: ${param} must be ${/^[aeio]/.test(wanted) ? "an" : "a"} ${wanted}`,
    param,
  );
}

import { isObject, type JsonObject } from "@/lib/sandbox/http/json";
import { ApiError, invalid, required } from "@/lib/sandbox/stripe/wire/api-error";

/** The expected form of a parameter. A shape is a hash with known names; `many` is a list of such hashes. */
type Kind = "text" | "integer" | "boolean" | "hash" | "list" | "open" | Shape | { readonly many: Shape };
type Shape = { readonly shape: Table };
export type Table = { readonly [name: string]: Kind };

/** Exactly the parameters that the installed SDK has: the build fails when an upgrade changes them. */
export type TableOf<Params> = { readonly [Name in keyof Required<Params>]: Kind };

/**
 * Converts form values to the types of their parameters, as Stripe does. Unknown names, invalid integers and hashes in
 * place of values are rejected by name. Throws ApiError.
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

/** Drops parameters that the table does not have, for clients of another version, which are not checked strictly. */
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
  if (kind === "hash") return isObject(value) || value === "" ? value : reject("object", param);
  if (kind === "list") return Array.isArray(value) ? value : value === "" ? [] : reject("array", param);
  if (kind === "open") return value;
  if (typeof value !== "string") return reject(kind === "text" ? "string" : kind, param);
  if (kind === "integer") {
    if (!/^-?\d{1,15}$/.test(value))
      throw invalid(`Invalid integer: ${value}`, param, "parameter_invalid_integer");
    return Number(value);
  }
  if (kind === "boolean")
    return value === "true" ? true : value === "false" ? false : reject("boolean", param);
  return value;
}

function checkShape(value: unknown, kind: Shape | { readonly many: Shape }, param: string): unknown {
  if ("shape" in kind)
    return isObject(value) ? checkTable(value, kind.shape, param) : reject("object", param);
  if (!Array.isArray(value)) return reject("array", param);
  return value.map((inner: unknown, index) => checkShape(inner, kind.many, `${param}[${index}]`));
}

function reject(wanted: string, param: string): never {
  throw invalid(
    `Invalid ${wanted}: ${param} must be ${/^[aeio]/.test(wanted) ? "an" : "a"} ${wanted}`,
    param,
  );
}

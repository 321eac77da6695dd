import type { JsonObject } from "@/lib/sandbox/http/json";
import { checkParams, onlyKnown, type Table } from "@/lib/sandbox/stripe/params/check";
import type { World } from "@/lib/sandbox/stripe/world";

/** One API request, as passed to a route. */
export type Call = {
  readonly world: World;
  /** The id in the path; empty if the route has none. */
  readonly id: string;
  /** The id of the second level in the path; empty if the route has none. */
  readonly sub: string;
  readonly path: string;
  /** Checked parameters. Throws ApiError. */
  params(table: Table, needed?: readonly string[]): JsonObject;
};

export type Route = {
  readonly method: "GET" | "POST" | "DELETE";
  /** `:id` stands for the id, `:sub` for the id of the second level. */
  readonly path: string;
  /** Returns the response object. Errors are thrown as ApiError. */
  run(call: Call): object;
};

export function newCall(given: {
  world: World;
  id: string;
  sub: string;
  path: string;
  raw: JsonObject;
  isStrict: boolean;
}): Call {
  const { world, id, sub, path, raw, isStrict } = given;
  const params = (table: Table, needed?: readonly string[]) =>
    checkParams(isStrict ? raw : onlyKnown(raw, table), table, needed);
  return { world, id, sub, path, params };
}

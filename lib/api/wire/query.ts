import { z } from "@hono/zod-openapi";

/**
 * The query of a route. Nothing of it is ignored: a parameter that is not listed is refused, by the names that are, since
 * an answer that left it out would look like one that had heeded it. `unsupported` names parameters of OpenRouter's API
 * that we do not have.
 */
export function queryOf<Shape extends z.ZodRawShape>(shape: Shape, unsupported: readonly string[] = []) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const named = unsupported.filter((name) => issue.keys.includes(name));
      if (named.length > 0) return `${named.join(", ")}: not supported by this installation`;
      return known.length > 0
        ? `unknown query parameter; this endpoint takes ${known.join(", ")}`
        : "unknown query parameter; this endpoint takes none";
    },
  });
}

/** The query of a route that has none. */
export const noQuery = queryOf({});

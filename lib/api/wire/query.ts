import { z } from "@hono/zod-openapi";

/**
 * The query of a route. No parameter is ignored: an unknown one is rejected with the list of known ones, since a
 * response that ignored it would look as if it had been applied. `unsupported` names parameters of OpenRouter's API that
 * don't exist here.
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

/** The query of a route without parameters. */
export const noQuery = queryOf({});

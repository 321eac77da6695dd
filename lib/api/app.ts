import "server-only";
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { product } from "@/lib/config/product";
import type { ApiError } from "@/lib/gateway/rules/api-error";
import { assert } from "@/lib/kernel/assert";
import { bareText } from "@/lib/kernel/bare-text";
import { issueText } from "@/lib/kernel/issue-text";
import { addAccount } from "./account";
import { addActivity } from "./activity";
import { addCompletions } from "./completions";
import { addGeneration } from "./generation";
import type { ApiEnv } from "./internal/authenticate";
import { countRequests } from "./internal/count-requests";
import { apiHeaders } from "./internal/headers";
import { badRequest, notFound, onError, errorResponse } from "./internal/api-exception";
import { limitBody } from "./internal/read-body";
import { addKeys } from "./keys";
import { addModels } from "./models";
import document from "./openapi.json" with { type: "json" };

/**
 * The public API as one app, served by the production entry and mounted in Next for development. The order of every
 * route is fixed: headers, size, key, kind of key, parse, run, encode. Creating it reads nothing from the environment.
 */
export function createApi(): {
  fetch(request: Request, connection?: object): Response | Promise<Response>;
  /** Every operation of the router, including those that the OpenAPI document leaves out: for tests that cover all. */
  readonly operations: readonly { readonly method: string; readonly path: string }[];
  /** Generates the OpenAPI document from the schemas. What is served is the copy in `openapi.json`. */
  describe(): object;
} {
  // For schemas without their own sentence; the router's validation takes no error map.
  z.config({ customError: issueText });
  const app = new OpenAPIHono<ApiEnv>({
    // Paths match with and without a trailing slash; a redirect would drop the body.
    strict: false,
    defaultHook: (result) => {
      if (!result.success) throw badRequest(issuesText(result.error.issues));
    },
  }).basePath("/api/v1");
  app.onError(onError);
  app.notFound((c) => {
    const allowed = allowedMethods(app.routes, c.req.path);
    return errorResponse(c, allowed.length > 0 ? methodNotAllowed(allowed) : notFound().apiError);
  });
  app.use(countRequests);
  app.use(apiHeaders);
  app.use(limitBody);
  addCompletions(app);
  addModels(app);
  addAccount(app);
  addKeys(app);
  addGeneration(app);
  addActivity(app);
  rejectBareText(app);
  app.get("/openapi.json", (c) => c.body(documentText, 200, { "Content-Type": "application/json" }));
  return {
    fetch: (request, connection) => app.fetch(request, connection),
    operations: operationsOf(app),
    describe: () => describe(app),
  };
}

/** Every operation once. The router lists middleware too: as every method of the whole API, or as its operation again. */
function operationsOf(app: OpenAPIHono<ApiEnv>): { method: string; path: string }[] {
  const routes = app.routes.filter(({ method }) => method !== "ALL");
  const names = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return [...names].map((name) => {
    const [method = "", path = ""] = name.split(" ");
    return { method, path };
  });
}

/** The methods of a path; none when there is no such path. */
function allowedMethods(routes: OpenAPIHono<ApiEnv>["routes"], path: string): readonly string[] {
  const requested = path.replace(/\/$/, "");
  const own = routes.filter(
    (route) =>
      route.method !== "ALL" && new RegExp(`^${route.path.replace(/:[^/]+/g, "[^/]+")}$`).test(requested),
  );
  return [...new Set(own.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])))];
}

function methodNotAllowed(allowed: readonly string[]): ApiError {
  return {
    status: 405,
    message: "Method not allowed",
    metadata: { error_type: "invalid_request" },
    headers: { Allow: [...allowed, "OPTIONS"].join(", ") },
  };
}

/** A route whose schemas accept any text is a bug, found at the start. The gateway checks bodies of completions. */
export function rejectBareText({ openAPIRegistry }: OpenAPIHono<ApiEnv>): void {
  for (const definition of openAPIRegistry.definitions) {
    if (definition.type !== "route" || definition.route.tags?.includes("Completions")) continue;
    const { query, params, body } = definition.route.request ?? {};
    const media = Object.values(body?.content ?? {}).map((type) => type && "schema" in type && type.schema);
    for (const schema of [query, params, ...media]) {
      if (!(schema instanceof z.ZodType)) continue;
      const paths = bareText(schema);
      assert(paths.length === 0, `${definition.route.path} accepts unchecked text: ${paths.join(", ")}`);
    }
  }
}

const documentText = JSON.stringify(document);

function describe(app: OpenAPIHono<ApiEnv>): object {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: `A key of ${product.name}, which begins with ${product.keyPrefix}`,
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: `${product.name} API`, version: "1", description: product.line },
  });
}

/** What is wrong with an input, by field. Never repeats a value. */
function issuesText(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => {
      const name = path.map(String).join(".");
      if (/^(is|must|has) /.test(message)) return `${name || "The body"} ${message}`;
      return name ? `${name}: ${message}` : message;
    })
    .join("; ");
}

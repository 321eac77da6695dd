import "server-only";
import { OpenAPIHono } from "@hono/zod-openapi";
import { product } from "@/lib/config/product";
import { addAccount } from "./account";
import { addActivity } from "./activity";
import { addCompletions } from "./completions";
import { addGeneration } from "./generation";
import type { ApiEnv } from "./internal/authenticate";
import { countRequests } from "./internal/count-requests";
import { apiHeaders } from "./internal/headers";
import { badRequest, notFound, onError, problemResponse } from "./internal/problem";
import { limitBody } from "./internal/read-body";
import { addKeys } from "./keys";
import { addModels } from "./models";

/**
 * The public API as one app, answered by the production entry and mounted in Next for development. The order of every
 * route is fixed: headers, size, key, kind of key, parse, run, encode. Reads nothing from the environment while it is
 * made.
 */
export function createApi(): {
  fetch(request: Request, connection?: object): Response | Promise<Response>;
  /** What is answered, from the router itself and so with what the document leaves out: for tests that cover all. */
  readonly operations: readonly { readonly method: string; readonly path: string }[];
} {
  const app = new OpenAPIHono<ApiEnv>({
    // With and without a slash at the end; a redirect would drop the body.
    strict: false,
    defaultHook: (result) => {
      if (!result.success) throw badRequest(issuesText(result.error.issues));
    },
  }).basePath("/api/v1");
  app.onError(onError);
  app.notFound((c) => problemResponse(c, notFound().refusal));
  app.use(countRequests);
  app.use(apiHeaders);
  app.use(limitBody);
  addCompletions(app);
  addModels(app);
  addAccount(app);
  addKeys(app);
  addGeneration(app);
  addActivity(app);
  addDocument(app);
  return {
    fetch: (request, connection) => app.fetch(request, connection),
    operations: operationsOf(app),
  };
}

/** The router has a route for each middleware, too: of every method for the whole API, repeated for one operation. */
function operationsOf(app: OpenAPIHono<ApiEnv>): { method: string; path: string }[] {
  const routes = app.routes.filter(({ method }) => method !== "ALL");
  const names = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return [...names].map((name) => {
    const [method = "", path = ""] = name.split(" ");
    return { method, path };
  });
}

function addDocument(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: `A key of ${product.name}, which begins with ${product.keyPrefix}`,
  });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: `${product.name} API`, version: "1", description: product.line },
  });
}

/** What is wrong with an input, by field. Values are not repeated. */
function issuesText(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  return issues
    .slice(0, 5)
    .map((issue) =>
      issue.path.length > 0 ? `${issue.path.map(String).join(".")}: ${issue.message}` : issue.message,
    )
    .join("; ");
}

import "server-only";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { findGeneration } from "@/lib/activity/find-generation";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import { catalog } from "@/lib/catalog/catalog";
import { textField } from "@/lib/kernel/text-field";
import { actorOf, type ApiEnv, authenticate } from "./internal/authenticate";
import { respondInTime } from "./internal/in-time";
import { notFound } from "./internal/api-exception";
import { bearer, errorStatuses, json } from "./wire/errors";
import { queryOf } from "./wire/query";
import { wireGeneration, wireGenerationSchema } from "./wire/generation";

const providerName = (slug: string) => catalog().providerBySlug.get(slug)?.name ?? slug;

const route = createRoute({
  tags: ["Activity"],
  security: bearer,
  middleware: [respondInTime, authenticate],
  method: "get",
  path: "/generation",
  summary: "Get a request's metadata",
  request: { query: queryOf({ id: textField(100) }) },
  responses: {
    200: json("The generation", z.object({ data: wireGenerationSchema })),
    ...errorStatuses(400, 401, 404),
  },
});

export function addGeneration(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(route, async (c) => {
    const id = parseGenerationId(c.req.valid("query").id);
    const row = id && (await findGeneration(actorOf(c), id));
    if (!row) throw notFound();
    return c.json({ data: wireGeneration(row, c.get("key").workspaceId, providerName) }, 200);
  });
}

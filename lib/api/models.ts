import "server-only";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { catalog } from "@/lib/catalog/catalog";
import type { Model } from "@/lib/catalog/rules/catalog";
import { dollarField } from "@/lib/kernel/dollar-field";
import { nanosPerDollar } from "@/lib/kernel/money";
import { textField } from "@/lib/kernel/text-field";
import { findModel } from "@/lib/gateway/rules/choose-endpoints";
import { isOpen } from "@/lib/gateway/rules/blocks";
import { noPreferences } from "@/lib/gateway/rules/provider-preferences";
import { type ApiEnv, authenticate } from "./internal/authenticate";
import { notFound } from "./internal/api-exception";
import { matchesFilter, modelSorts, sortModels } from "./rules/list-models";
import { bearer, errorStatuses, json } from "./wire/errors";
import {
  wireArchitecture,
  wireEndpoint,
  wireEndpointSchema,
  wireModel,
  wireModelSchema,
  wireProvider,
  wireProviderSchema,
} from "./wire/model";
import { noQuery, queryOf } from "./wire/query";

const tags = ["Models"];
const list = z.object({
  data: z.array(wireModelSchema),
  total_count: z.int(),
  links: z.object({ next: z.string().nullable() }),
});
/** Higher than any price in a catalog. */
const priceMaxNanos = 1_000_000n * nanosPerDollar;
/** Dollars per million tokens of the model's cheapest endpoint. */
const price = dollarField({
  minNanos: 0n,
  maxNanos: priceMaxNanos,
  message: "must be an amount of dollars per million tokens",
})
  .optional()
  .openapi({ type: "string", description: "Dollars per million tokens" });
const words = (length: number) =>
  textField(length).optional().openapi({ description: "Names with commas between them" });
const filters = {
  q: textField(200).optional(),
  providers: words(1_000),
  model_authors: words(1_000),
  supported_parameters: words(1_000),
  input_modalities: words(200),
  output_modalities: words(200),
  arch: words(200),
  context: z.coerce.number().int().min(1).optional(),
  min_price: price,
  max_price: price,
  min_output_price: price,
  max_output_price: price,
  zdr: z.enum(["true", "false"]).optional(),
};
/** We have no such data about models. */
const unsupported = ["category", "region", "distillable"];
const query = queryOf(
  {
    limit: z.coerce.number().int().min(1).max(1_000).optional(),
    offset: z.coerce.number().int().min(0).default(0),
    ...filters,
    sort: z.enum(modelSorts).optional(),
  },
  unsupported,
);
type Query = z.infer<typeof query>;
const params = z.object({ author: textField(100), slug: textField(200) });

const listRoute = createRoute({
  tags,
  method: "get",
  path: "/models",
  summary: "List models with prices in dollars per token",
  request: { query },
  responses: { 200: json("Models", list), ...errorStatuses(400) },
});
const countRoute = createRoute({
  tags,
  method: "get",
  path: "/models/count",
  summary: "Count models",
  request: { query: queryOf(filters, unsupported) },
  responses: {
    200: json("Count", z.object({ data: z.object({ count: z.int() }) })),
    ...errorStatuses(400),
  },
});
const userRoute = createRoute({
  tags,
  security: bearer,
  middleware: [authenticate],
  method: "get",
  path: "/models/user",
  summary: "List models allowed by the workspace's privacy settings and the key's guardrails",
  request: { query },
  responses: { 200: json("Models", list), ...errorStatuses(400, 401) },
});
const getRoute = createRoute({
  tags,
  method: "get",
  path: "/model/{author}/{slug}",
  summary: "Get a model",
  request: { params, query: noQuery },
  responses: { 200: json("The model", z.object({ data: wireModelSchema })), ...errorStatuses(400, 404) },
});
const endpointsRoute = createRoute({
  tags,
  method: "get",
  path: "/models/{author}/{slug}/endpoints",
  summary: "List endpoints of a model, with prices",
  request: { params, query: noQuery },
  responses: {
    200: json(
      "The model and its endpoints",
      z.object({
        data: wireModelSchema
          .pick({ id: true, name: true, created: true, description: true, architecture: true })
          .extend({ endpoints: z.array(wireEndpointSchema) }),
      }),
    ),
    ...errorStatuses(400, 404),
  },
});
const zdrRoute = createRoute({
  tags,
  method: "get",
  path: "/endpoints/zdr",
  summary: "List zero-retention endpoints",
  request: { query: noQuery },
  responses: {
    200: json("Endpoints", z.object({ data: z.array(wireEndpointSchema) })),
    ...errorStatuses(400),
  },
});
const providersRoute = createRoute({
  tags,
  method: "get",
  path: "/providers",
  summary: "List providers",
  request: { query: noQuery },
  responses: {
    200: json("Providers", z.object({ data: z.array(wireProviderSchema) })),
    ...errorStatuses(400),
  },
});

/** Routes for the catalog. Public, except for the list that depends on a workspace's settings. */
export function addModels(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(listRoute, (c) => c.json(page(c.req, catalog().models, c.req.valid("query")), 200));
  app.openapi(countRoute, (c) => {
    const filter = c.req.valid("query");
    const count = catalog().models.filter((model) => matchesFilter(model, filter)).length;
    return c.json({ data: { count } }, 200);
  });
  app.openapi(userRoute, (c) => {
    const { privacy, guardrails } = c.get("key");
    const rules = { privacy, guardrails, preferences: noPreferences };
    const left = catalog().models.filter(({ endpoints }) =>
      endpoints.some((endpoint) => isOpen(rules, endpoint)),
    );
    return c.json(page(c.req, left, c.req.valid("query")), 200);
  });
  app.openapi(getRoute, (c) => c.json({ data: wireModel(requireModel(c.req.valid("param"))) }, 200));
  app.openapi(endpointsRoute, (c) => {
    const model = requireModel(c.req.valid("param"));
    const { id, name, created, description } = model;
    const endpoints = model.endpoints.map((endpoint) => wireEndpoint(model, endpoint));
    return c.json(
      { data: { id, name, created, description, architecture: wireArchitecture(model), endpoints } },
      200,
    );
  });
  app.openapi(zdrRoute, (c) => {
    const data = catalog().models.flatMap((model) =>
      model.endpoints
        .filter(({ dataPolicy }) => dataPolicy.retainsDays === 0)
        .map((endpoint) => wireEndpoint(model, endpoint)),
    );
    return c.json({ data }, 200);
  });
  app.openapi(providersRoute, (c) => c.json({ data: catalog().providers.map(wireProvider) }, 200));
}

function requireModel({ author, slug }: z.infer<typeof params>): Model {
  const found = findModel(catalog(), `${author}/${slug}`);
  if (!found) throw notFound();
  return found.model;
}

/** Without a limit, returns the whole list. The next page is a link to the same list, for clients that follow links. */
function page(
  { url }: { readonly url: string },
  models: readonly Model[],
  { offset, limit: requestedLimit, sort, ...filter }: Query,
): z.infer<typeof list> {
  const found = sortModels(
    models.filter((model) => matchesFilter(model, filter)),
    sort,
  );
  const limit = requestedLimit ?? found.length;
  const hasNext = offset + limit < found.length;
  return {
    data: found.slice(offset, offset + limit).map(wireModel),
    total_count: found.length,
    links: { next: hasNext ? nextPage(url, offset + limit) : null },
  };
}

function nextPage(url: string, offset: number): string {
  const next = new URL(url);
  next.searchParams.set("offset", String(offset));
  return `${next.pathname}${next.search}`;
}

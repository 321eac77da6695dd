import "server-only";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { catalogue } from "@/lib/catalog/catalogue";
import type { Model } from "@/lib/catalog/rules/catalogue";
import { findModel } from "@/lib/gateway/rules/choose-endpoints";
import { endpointRefusal } from "@/lib/privacy/rules/endpoint-policy";
import { type ApiEnv, authenticate } from "./internal/authenticate";
import { notFound } from "./internal/problem";
import { bearer, errorAnswers, json } from "./wire/errors";
import {
  wireArchitecture,
  wireEndpoint,
  wireEndpointSchema,
  wireModel,
  wireModelSchema,
  wireProvider,
  wireProviderSchema,
} from "./wire/model";

const tags = ["Models"];
const list = z.object({
  data: z.array(wireModelSchema),
  total_count: z.int(),
  links: z.object({ next: z.string().nullable() }),
});
const query = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).optional(),
  offset: z.coerce.number().int().min(0).default(0),
  q: z.string().max(200).optional(),
  providers: z.string().max(1_000).optional(),
  supported_parameters: z.string().max(1_000).optional(),
  input_modalities: z.string().max(200).optional(),
  zdr: z.enum(["true", "false"]).optional(),
});
type Query = z.infer<typeof query>;
const params = z.object({ author: z.string().max(100), slug: z.string().max(200) });

const listRoute = createRoute({
  tags,
  method: "get",
  path: "/models",
  summary: "List models with their prices in dollars per token",
  request: { query },
  responses: { 200: json("Models", list), ...errorAnswers(400) },
});
const countRoute = createRoute({
  tags,
  method: "get",
  path: "/models/count",
  summary: "Count models",
  responses: { 200: json("How many", z.object({ data: z.object({ count: z.int() }) })) },
});
const userRoute = createRoute({
  tags,
  security: bearer,
  middleware: [authenticate],
  method: "get",
  path: "/models/user",
  summary: "List the models that the workspace's privacy settings leave",
  request: { query },
  responses: { 200: json("Models", list), ...errorAnswers(400, 401) },
});
const getRoute = createRoute({
  tags,
  method: "get",
  path: "/model/{author}/{slug}",
  summary: "Get a model",
  request: { params },
  responses: { 200: json("The model", z.object({ data: wireModelSchema })), ...errorAnswers(404) },
});
const endpointsRoute = createRoute({
  tags,
  method: "get",
  path: "/models/{author}/{slug}/endpoints",
  summary: "Who serves a model, at what price",
  request: { params },
  responses: {
    200: json(
      "The model and its endpoints",
      z.object({
        data: wireModelSchema
          .pick({ id: true, name: true, created: true, description: true, architecture: true })
          .extend({ endpoints: z.array(wireEndpointSchema) }),
      }),
    ),
    ...errorAnswers(404),
  },
});
const zdrRoute = createRoute({
  tags,
  method: "get",
  path: "/endpoints/zdr",
  summary: "Endpoints that keep nothing",
  responses: { 200: json("Endpoints", z.object({ data: z.array(wireEndpointSchema) })) },
});
const providersRoute = createRoute({
  tags,
  method: "get",
  path: "/providers",
  summary: "List providers",
  responses: { 200: json("Providers", z.object({ data: z.array(wireProviderSchema) })) },
});

/** The catalogue, for programs. Public, but for the list that depends on a workspace's settings. */
export function addModels(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(listRoute, (c) => c.json(page(catalogue().models, c.req.valid("query")), 200));
  app.openapi(countRoute, (c) => c.json({ data: { count: catalogue().models.length } }, 200));
  app.openapi(userRoute, (c) => {
    const { privacy } = c.get("key");
    const left = catalogue().models.filter(({ endpoints }) =>
      endpoints.some(
        (endpoint) => !endpointRefusal(privacy, { ...endpoint, provider: endpoint.provider.slug }),
      ),
    );
    return c.json(page(left, c.req.valid("query")), 200);
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
    const data = catalogue().models.flatMap((model) =>
      model.endpoints
        .filter(({ dataPolicy }) => dataPolicy.retainsDays === 0)
        .map((endpoint) => wireEndpoint(model, endpoint)),
    );
    return c.json({ data }, 200);
  });
  app.openapi(providersRoute, (c) => c.json({ data: catalogue().providers.map(wireProvider) }, 200));
}

function requireModel({ author, slug }: z.infer<typeof params>): Model {
  const found = findModel(catalogue(), `${author}/${slug}`);
  if (!found) throw notFound();
  return found.model;
}

/** Without a limit the whole list; its next page as a link, since a client asks for it. */
function page(models: readonly Model[], filter: Query): z.infer<typeof list> {
  const found = models.filter((model) => matches(model, filter));
  const { offset, limit = found.length } = filter;
  const next =
    offset + limit < found.length ? `/api/v1/models?offset=${offset + limit}&limit=${limit}` : null;
  return {
    data: found.slice(offset, offset + limit).map(wireModel),
    total_count: found.length,
    links: { next },
  };
}

function matches(model: Model, filter: Query): boolean {
  const words = (text: string | undefined) => (text ? text.toLowerCase().split(",").filter(Boolean) : []);
  const slugs = words(filter.providers);
  const text = `${model.id} ${model.name}`.toLowerCase();
  return (
    (!filter.q || text.includes(filter.q.toLowerCase())) &&
    (slugs.length === 0 || model.endpoints.some(({ provider }) => slugs.includes(provider.slug))) &&
    words(filter.supported_parameters).every((name) => model.supportedParameters.includes(name)) &&
    words(filter.input_modalities).every((name) => model.inputModalities.includes(name)) &&
    (filter.zdr !== "true" || model.endpoints.some(({ dataPolicy }) => dataPolicy.retainsDays === 0))
  );
}

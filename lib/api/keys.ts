import "server-only";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { requestOrigin } from "@/lib/http/client-address";
import type { Failure } from "@/lib/kernel/outcome";
import { createKey } from "@/lib/keys/create-key";
import { deleteKey } from "@/lib/keys/delete-key";
import { getKey } from "@/lib/keys/get-key";
import { isKeyHash } from "@/lib/keys/rules/key-format";
import { listKeys } from "@/lib/keys/list-keys";
import { updateKey } from "@/lib/keys/update-key";
import { actorOf, type ApiEnv, authenticate, requireManagement } from "./internal/authenticate";
import { respondInTime } from "./internal/in-time";
import { badRequest, notFound, createApiException } from "./internal/api-exception";
import { bearer, errorStatuses, json } from "./wire/errors";
import { guardrailFields } from "./wire/guardrails";
import { noQuery, queryOf } from "./wire/query";
import {
  newWireKeySchema,
  toKeyChange,
  toNewKey,
  wireKey,
  wireKeyChangeSchema,
  wireKeySchema,
} from "./wire/key";

const tags = ["Keys"];
const middleware = [respondInTime, authenticate, requireManagement()];
const flag = z.enum(["true", "false"]).default("false");
const one = z.object({ data: wireKeySchema });
/** A malformed hash becomes an empty one, which names no key: 404, as for every key that does not exist. */
const params = z.object({ hash: z.string().overwrite((text) => (isKeyHash(text) ? text : "")) });
const named = { params, query: noQuery };
const base = { tags, security: bearer, middleware };

const listRoute = createRoute({
  ...base,
  method: "get",
  path: "/keys",
  summary: "List API keys, newest first, 100 per page",
  request: {
    query: queryOf({
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      include_disabled: flag,
      include_expired: flag,
      workspace_id: z.uuid().optional(),
    }),
  },
  responses: {
    200: json("A page of keys", z.object({ data: z.array(wireKeySchema) })),
    ...errorStatuses(400, 401, 403, 404),
  },
});

const createKeyRoute = createRoute({
  ...base,
  method: "post",
  path: "/keys",
  summary: "Create an API key; its secret is in this response only",
  request: {
    query: noQuery,
    body: { content: { "application/json": { schema: newWireKeySchema } }, required: true },
  },
  responses: {
    201: json("The key and its secret", one.extend({ key: z.string() })),
    ...errorStatuses(400, 401, 403, 404, 413),
  },
});

const getRoute = createRoute({
  ...base,
  method: "get",
  path: "/keys/{hash}",
  summary: "Get an API key",
  request: named,
  responses: { 200: json("The key", one), ...errorStatuses(400, 401, 403, 404) },
});

const updateRoute = createRoute({
  ...base,
  method: "patch",
  path: "/keys/{hash}",
  summary: "Update, disable, or enable an API key",
  request: {
    ...named,
    body: { content: { "application/json": { schema: wireKeyChangeSchema } }, required: true },
  },
  responses: { 200: json("The key", one), ...errorStatuses(400, 401, 403, 404, 413) },
});

const deleteRoute = createRoute({
  ...base,
  method: "delete",
  path: "/keys/{hash}",
  summary: "Delete an API key permanently",
  request: named,
  responses: {
    200: json("Done", z.object({ deleted: z.literal(true) })),
    ...errorStatuses(400, 401, 403, 404),
  },
});

/**
 * Inference keys only: management keys are created, shown and deleted in the console, and do not exist for this API.
 */
function nameOf({ hash }: z.infer<typeof params>) {
  if (!isKeyHash(hash)) throw notFound();
  return { hash, kind: "inference" as const };
}

/** Routes that manage keys, for management keys. */
export function addKeys(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(listRoute, async (c) => {
    const query = c.req.valid("query");
    const actor = actorOf(c);
    // A key works only in its own workspace; any other one is 404.
    if (query.workspace_id && query.workspace_id !== actor.workspaceId) throw notFound();
    const page = await listKeys(actor, {
      kind: "inference",
      offset: query.offset,
      includeDisabled: query.include_disabled === "true",
      includeExpired: query.include_expired === "true",
    });
    return c.json({ data: page.rows.map(wireKey) }, 200);
  });
  app.openapi(createKeyRoute, async (c) => {
    const body = c.req.valid("json");
    const { creatorUserId, workspaceId } = c.get("key");
    if (body.workspace_id && body.workspace_id !== workspaceId) throw notFound();
    if (body.creator_user_id && body.creator_user_id !== creatorUserId) {
      throw badRequest("creator_user_id: a management key creates keys only for its own creator");
    }
    const from = { channel: "api", origin: requestOrigin(c.req.raw.headers) } as const;
    const result = await createKey(actorOf(c), { ...toNewKey(body), creatorUserId }, from);
    if (!result.ok && result.code === "guardrail_refused") throw guardrailRefused(result);
    if (!result.ok && result.code === "too_many_keys") throw badRequest(result.message ?? result.code);
    if (!result.ok)
      throw result.code === "expiry_past" ? badRequest("expires_at must be in the future") : forbidden();
    const { key, secret } = result.value;
    return c.json({ data: wireKey(key), key: secret }, 201);
  });
  app.openapi(getRoute, async (c) => {
    const found = await getKey(actorOf(c), nameOf(c.req.valid("param")));
    if (!found.ok) throw notFound();
    return c.json({ data: wireKey(found.value) }, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const name = nameOf(c.req.valid("param"));
    const changed = await updateKey(actorOf(c), name, toKeyChange(c.req.valid("json")));
    if (!changed.ok) throw changed.code === "guardrail_refused" ? guardrailRefused(changed) : notFound();
    return c.json({ data: wireKey(changed.value) }, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const from = { channel: "api", origin: requestOrigin(c.req.raw.headers) } as const;
    const deleted = await deleteKey(actorOf(c), nameOf(c.req.valid("param")), from);
    if (!deleted.ok) throw notFound();
    return c.json({ deleted: true as const }, 200);
  });
}

/** The field of the request that names a model or a provider which does not exist. */
function guardrailRefused({ field, message }: Failure<string>) {
  const name = Object.entries(guardrailFields).find(([own]) => own === field)?.[1];
  return badRequest(`guardrails${name ? `.${name}` : ""}: ${message ?? "can't be stored"}`);
}

function forbidden() {
  return createApiException(403, "Only management keys can perform this operation", "permission_denied");
}

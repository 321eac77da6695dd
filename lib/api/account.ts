import "server-only";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { getFreeUsage } from "@/lib/gateway/get-free-usage";
import { dollarsNumber } from "@/lib/kernel/money";
import { getKey } from "@/lib/keys/get-key";
import { getUsageTotal } from "@/lib/ledger/get-usage-total";
import { actorOf, type ApiEnv, authenticate, requireManagement } from "./internal/authenticate";
import { respondInTime } from "./internal/in-time";
import { ApiException, createApiException } from "./internal/api-exception";
import { unknownUser } from "@/lib/gateway/rules/api-error";
import { bearer, errorStatuses, json } from "./wire/errors";
import { noQuery } from "./wire/query";
import { wireCurrentKeySchema, wireUsage } from "./wire/key";

const tags = ["Account"];

const creditsRoute = createRoute({
  tags,
  security: bearer,
  middleware: [respondInTime, authenticate, requireManagement()],
  method: "get",
  path: "/credits",
  request: { query: noQuery },
  summary: "Get total credits and usage, in dollars",
  responses: {
    200: json("Totals", z.object({ data: z.object({ total_credits: z.number(), total_usage: z.number() }) })),
    ...errorStatuses(401, 403),
  },
});

const currentKey = {
  tags,
  security: bearer,
  middleware: [respondInTime, authenticate],
  method: "get" as const,
  request: { query: noQuery },
  summary: "Get the current API key",
  responses: { 200: json("The key", z.object({ data: wireCurrentKeySchema })), ...errorStatuses(401) },
};

const coinbaseRoute = createRoute({
  tags,
  method: "post",
  path: "/credits/coinbase",
  summary: "Removed: credits are bought on the website",
  deprecated: true,
  responses: errorStatuses(410),
});

/** Routes for the balance and the current key. Neither needs credits: clients use them to check whether a key works. */
export function addAccount(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(creditsRoute, async (c) => {
    const { receivedNanos, usedNanos } = await getUsageTotal(c.get("key").workspaceId);
    const data = { total_credits: dollarsNumber(receivedNanos), total_usage: dollarsNumber(usedNanos) };
    return c.json({ data }, 200);
  });
  app.openapi(createRoute({ ...currentKey, path: "/key" }), async (c) =>
    c.json({ data: await readCurrent(c) }, 200),
  );
  app.openapi(createRoute({ ...currentKey, path: "/auth/key", hide: true }), async (c) =>
    c.json({ data: await readCurrent(c) }, 200),
  );
  app.openapi(coinbaseRoute, () => {
    throw createApiException(
      410,
      "The Coinbase credits API was removed. Buy credits on the website instead.",
      "not_found",
    );
  });
}

async function readCurrent(c: Context<ApiEnv>): Promise<z.infer<typeof wireCurrentKeySchema>> {
  const context = c.get("key");
  const [found, free] = await Promise.all([
    getKey({ ...actorOf(c), role: "admin" }, { id: context.keyId }),
    getFreeUsage(context.workspaceId),
  ]);
  if (!found.ok) throw new ApiException(unknownUser);
  const key = found.value;
  const isManagement = key.kind === "management";
  return {
    label: key.label,
    ...wireUsage(key),
    is_free_tier: !context.hasPurchased,
    is_management_key: isManagement,
    is_provisioning_key: isManagement,
    creator_user_id: key.creatorUserId,
    organization_id: null,
    workspace_id: key.workspaceId,
    expires_at: key.expiresAt?.toISOString() ?? null,
    allowed_data_regions: ["global"],
    free_model_daily_requests: free,
    rate_limit: { requests: -1, interval: "10s", note: "This field is deprecated and safe to ignore." },
  };
}

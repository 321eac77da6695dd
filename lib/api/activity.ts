import "server-only";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type DailyUsage, listDailyUsage } from "@/lib/activity/list-daily-usage";
import { catalog } from "@/lib/catalog/catalog";
import { msPerDay } from "@/lib/kernel/clock";
import { dollarsNumber } from "@/lib/kernel/money";
import { type ApiEnv, authenticate, requireManagement } from "./internal/authenticate";
import { respondInTime } from "./internal/in-time";
import { badRequest, notFound } from "./internal/api-exception";
import { bearer, errorStatuses, json } from "./wire/errors";
import { queryOf } from "./wire/query";

/** How many completed days the response covers. */
const daysBack = 30;

const item = z
  .object({
    date: z.string(),
    model: z.string(),
    model_permaslug: z.string(),
    endpoint_id: z.string(),
    provider_name: z.string(),
    usage: z.number(),
    byok_usage_inference: z.number(),
    requests: z.int(),
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    reasoning_tokens: z.int(),
    workspace_id: z.string().optional(),
  })
  .openapi("ActivityItem");

const route = createRoute({
  tags: ["Activity"],
  security: bearer,
  middleware: [
    respondInTime,
    authenticate,
    requireManagement("Only management keys can fetch activity for an account"),
  ],
  method: "get",
  path: "/activity",
  summary: "Usage in the last 30 completed UTC days, by day, model, and provider",
  request: {
    query: queryOf({
      date: z.iso.date("must be a day that exists, in the form YYYY-MM-DD").optional(),
      api_key_hash: z
        .string()
        .regex(/^[0-9a-f]{64}$/, "must be 64 hex digits")
        .optional(),
      user_id: z.uuid("must be the id of a member").optional(),
      workspace_id: z.uuid().optional(),
      group_by: z.literal("workspace").optional(),
    }),
  },
  responses: {
    200: json("Activity", z.object({ data: z.array(item) })),
    ...errorStatuses(400, 401, 403, 404),
  },
});

export function addActivity(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid("query");
    const { workspaceId } = c.get("key");
    if (query.workspace_id && query.workspace_id !== workspaceId) throw notFound();
    const [first, last] = [dayAgo(daysBack), dayAgo(1)];
    if (query.date && (query.date < first || query.date > last)) {
      throw badRequest(`date must be one of the last ${daysBack} completed UTC days`);
    }
    const rows = await listDailyUsage(workspaceId, {
      from: query.date ?? first,
      to: query.date ?? last,
      keyHash: query.api_key_hash ?? null,
      memberId: query.user_id ?? null,
    });
    const owner = query.group_by === "workspace" ? { workspace_id: workspaceId } : {};
    return c.json({ data: rows.map((row) => ({ ...toItem(row), ...owner })) }, 200);
  });
}

function toItem(row: DailyUsage): z.infer<typeof item> {
  return {
    date: row.day,
    model: row.model,
    model_permaslug: row.model,
    endpoint_id: `${row.provider}/${row.model}`,
    provider_name: catalog().providerBySlug.get(row.provider)?.name ?? row.provider,
    usage: dollarsNumber(row.costNanos),
    byok_usage_inference: 0,
    requests: Number(row.requests),
    prompt_tokens: Number(row.promptTokens),
    completion_tokens: Number(row.completionTokens),
    reasoning_tokens: Number(row.reasoningTokens),
  };
}

function dayAgo(days: number): string {
  return new Date(Date.now() - days * msPerDay).toISOString().slice(0, 10);
}

import "server-only";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type CompletionResponse, completeChat } from "@/lib/gateway/complete-chat";
import { reserveSlot } from "@/lib/gateway/reserve-slot";
import type { CompletionKind } from "@/lib/gateway/rules/chat-input";
import { takeTurn } from "@/lib/gateway/take-turn";
import type { Sealed } from "@/lib/kernel/sealed";
import { type ApiEnv, authenticate } from "./internal/authenticate";
import { problemResponse } from "./internal/problem";
import { announcedBytes, parseJson, readText } from "./internal/read-body";
import { bearer, errorAnswers } from "./wire/errors";

/** `POST /chat/completions` and `/completions`. No schema stands on this path: the gateway reads the body once itself. */
export function addCompletions(app: OpenAPIHono<ApiEnv>): void {
  app.post("/chat/completions", authenticate, (c) => complete(c, "chat"));
  app.post("/completions", authenticate, (c) => complete(c, "text"));
  describe(app, "/chat/completions", "Complete a chat", {
    messages: z.array(z.looseObject({ role: z.string() })).min(1),
  });
  describe(app, "/completions", "Complete a text", { prompt: z.string().min(1) });
}

async function complete(c: Context<ApiEnv>, kind: CompletionKind): Promise<Response> {
  const receivedMs = performance.now();
  const context = c.get("key");
  const announced = announcedBytes(c);
  const reserved = reserveSlot(context, announced);
  if (!reserved.ok) return problemResponse(c, reserved.refusal);
  const { slot } = reserved;
  const body = await readBody(c, announced).catch((error: unknown) => {
    slot.free();
    throw error;
  });
  slot.resize(body.bytes);
  const response = await completeChat({
    kind,
    body: body.json,
    secret: c.get("secret"),
    context,
    app: {
      referer: c.req.header("http-referer") ?? c.req.header("referer") ?? null,
      title: c.req.header("x-openrouter-title") ?? c.req.header("x-title") ?? null,
    },
    slot,
    signal: c.req.raw.signal,
    receivedMs,
  });
  return encode(c, response);
}

async function readBody(c: Context, announced: number): Promise<{ json: Sealed<unknown>; bytes: number }> {
  const text = await readText(c);
  const done = await takeTurn(announced);
  try {
    return { json: parseJson(text), bytes: Math.min(announced, text.open().length) };
  } finally {
    done();
  }
}

function encode(c: Context<ApiEnv>, response: CompletionResponse): Response {
  if (response.generationId) c.header("X-Generation-Id", response.generationId);
  if (response.kind === "refused") return problemResponse(c, response.refusal);
  if (response.kind === "json") {
    c.header("Content-Type", "application/json");
    return c.body(response.body);
  }
  c.header("Content-Type", "text/event-stream; charset=utf-8");
  // Tells proxies such as nginx not to gather the chunks.
  c.header("X-Accel-Buffering", "no");
  return c.body(response.stream);
}

function describe(app: OpenAPIHono<ApiEnv>, path: string, summary: string, fields: z.ZodRawShape): void {
  const body = z.looseObject({
    model: z.string().optional(),
    models: z.array(z.string()).optional(),
    ...fields,
    stream: z.boolean().optional(),
    max_tokens: z.int().min(1).optional(),
    user: z.string().max(256).optional(),
    provider: z.looseObject({}).optional(),
  });
  app.openAPIRegistry.registerPath({
    method: "post",
    path,
    summary,
    description: "With `stream: true` the answer is an event stream whose last chunk carries `usage`.",
    tags: ["Completions"],
    security: bearer,
    request: { body: { content: { "application/json": { schema: body } }, required: true } },
    responses: {
      200: {
        description: "The completion, with `usage.cost` in dollars",
        content: {
          "application/json": { schema: z.looseObject({ id: z.string() }) },
          "text/event-stream": { schema: z.string() },
        },
      },
      ...errorAnswers(400, 401, 402, 404, 413, 429, 502, 503, 504),
    },
  });
}

import "server-only";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type RequestTags, requestTags } from "@/lib/activity/rules/generation-fields";
import { type CompletionResponse, completeChat } from "@/lib/gateway/complete-chat";
import { reserveSlot, type Slot, smallBytes } from "@/lib/gateway/reserve-slot";
import type { CompletionKind } from "@/lib/gateway/rules/chat-input";
import { takeTurn } from "@/lib/gateway/take-turn";
import type { Redacted } from "@/lib/kernel/redacted";
import { giveUpOne, whileArriving } from "./internal/arriving-bodies";
import { type ApiEnv, authenticateForHold } from "./internal/authenticate";
import { callerSignal, textHeaderOf } from "./internal/connection";
import { fixedHeaders } from "./internal/headers";
import { ApiException, errorResponse } from "./internal/api-exception";
import { announcedBytes, parseJson, parsePieces, readPieces, readText } from "./internal/read-body";
import { completionRequestSchema } from "./wire/completion";
import { bearer, errorStatuses } from "./wire/errors";

/** `POST /chat/completions` and `/completions`. The gateway checks bodies by the schema that is documented here. */
export function addCompletions(app: OpenAPIHono<ApiEnv>): void {
  app.post("/chat/completions", authenticateForHold, (c) => complete(c, "chat"));
  app.post("/completions", authenticateForHold, (c) => complete(c, "text"));
  describe(app, {
    kind: "chat",
    path: "/chat/completions",
    summary: "Create a chat completion",
    schemaName: "ChatCompletionRequest",
  });
  describe(app, {
    kind: "text",
    path: "/completions",
    summary: "Create a text completion",
    schemaName: "TextCompletionRequest",
  });
}

async function complete(c: Context<ApiEnv>, kind: CompletionKind): Promise<Response> {
  const receivedMs = performance.now();
  const context = c.get("key");
  const announced = announcedBytes(c);
  const reserved = reserveSlot(context, announced ?? 0, giveUpOne);
  if (!reserved.ok) return errorResponse(c, reserved.apiError);
  const { slot } = reserved;
  const body = await readBody(c, announced, slot).catch((error: unknown) => {
    slot.free();
    throw error;
  });
  const response = await completeChat({
    kind,
    body,
    secret: c.get("secret"),
    context,
    app: {
      referer: textHeaderOf(c, "http-referer") ?? textHeaderOf(c, "referer") ?? null,
      title: textHeaderOf(c, "x-openrouter-title") ?? textHeaderOf(c, "x-title") ?? null,
    },
    tagHeaders: tagHeadersOf(c),
    slot,
    signal: callerSignal(c),
    receivedMs,
  });
  return encode(c, response);
}

function tagHeadersOf(c: Context<ApiEnv>): RequestTags {
  const tags: { -readonly [Name in keyof RequestTags]: RequestTags[Name] } = {};
  for (const { name, header } of requestTags) {
    const value = header && textHeaderOf(c, header);
    if (value) tags[name] = value;
  }
  return tags;
}

async function readBody(
  c: Context<ApiEnv>,
  announced: number | null,
  slot: Slot,
): Promise<Redacted<unknown>> {
  const sender = { workspaceId: c.get("key").workspaceId, free: slot.free };
  // A small body has no room for more values than can be parsed.
  if (announced !== null && announced <= smallBytes)
    return parseJson(await whileArriving(sender, () => readText(c)));
  // Bytes take room as they arrive, until there is no more room.
  const pieces = await whileArriving(sender, (onBytes) =>
    readPieces(c, (bytes) => {
      onBytes(bytes);
      const apiError = slot.grow(bytes);
      if (apiError) throw new ApiException(apiError);
    }),
  );
  const turn = await takeTurn(c.get("key").workspaceId);
  try {
    return await parsePieces(pieces, turn);
  } finally {
    turn.end();
  }
}

const jsonHeaders = { ...fixedHeaders, "Content-Type": "application/json" };
const streamHeaders = {
  ...fixedHeaders,
  "Content-Type": "text/event-stream; charset=utf-8",
  // Tells proxies such as nginx not to buffer the chunks.
  "X-Accel-Buffering": "no",
};

function encode(c: Context<ApiEnv>, response: CompletionResponse): Response {
  if (response.kind === "error") {
    if (response.generationId) c.header("X-Generation-Id", response.generationId);
    return errorResponse(c, response.apiError);
  }
  const id = { "X-Generation-Id": response.generationId };
  return response.kind === "json"
    ? c.body(response.body, 200, { ...jsonHeaders, ...id })
    : c.body(response.stream, 200, { ...streamHeaders, ...id });
}

type Described = {
  readonly kind: CompletionKind;
  readonly path: string;
  readonly summary: string;
  readonly schemaName: string;
};

function describe({ openAPIRegistry }: OpenAPIHono<ApiEnv>, described: Described): void {
  const { kind, path, summary, schemaName } = described;
  const { ref: schema } = openAPIRegistry.registerComponent(
    "schemas",
    schemaName,
    completionRequestSchema(kind),
  );
  openAPIRegistry.registerPath({
    method: "post",
    path,
    summary,
    description:
      "With `stream: true` the response is an event stream whose last chunk carries `usage`. A body has at most 10 MB " +
      "and 100,000 values, names included. Unknown fields are accepted and not forwarded. Of the fields that are " +
      "forwarded as sent, only `messages` and `prompt` are checked here; providers check the others.",
    tags: ["Completions"],
    security: bearer,
    request: { body: { content: { "application/json": { schema } }, required: true } },
    responses: {
      200: {
        description: "The completion, with `usage.cost` in dollars",
        content: {
          "application/json": { schema: z.looseObject({ id: z.string() }) },
          "text/event-stream": { schema: z.string() },
        },
      },
      ...errorStatuses(400, 401, 402, 404, 408, 413, 429, 502, 503, 504),
    },
  });
}

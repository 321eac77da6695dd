import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseJsonObject } from "@/lib/sandbox/http/json";
import { readBody, sendJson } from "@/lib/sandbox/http/serve";
import { complete, completionJson } from "./complete";
import { type Directives, parseDirectives } from "./directives";
import type { Journal } from "./journal";
import { type Prompt, readPrompt } from "./prompt";
import type { PromptCache } from "./prompt-cache";
import { streamCompletion } from "./stream";

/** The only key this provider takes, so that a missing or wrong one is noticed. */
export const providerKey = "sandbox-provider-key";

export type Provider = {
  readonly journal: Journal;
  readonly cache: PromptCache;
  /** Milliseconds between streamed chunks unless a directive says otherwise. */
  readonly paceMs: number;
};

export async function handle(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.sendDate = false;
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (path === "/_sandbox/requests") return journal(provider, request, response);
  if (request.headers.authorization !== `Bearer ${providerKey}`) {
    provider.journal.countUnauthorized();
    return refuse(response, 401, "Incorrect API key provided", "invalid_api_key");
  }
  if (request.method === "POST" && path === "/v1/chat/completions")
    return answer("chat", provider, request, response);
  if (request.method === "POST" && path === "/v1/completions")
    return answer("text", provider, request, response);
  if (request.method === "GET" && path === "/v1/models") return models(provider, response);
  return refuse(response, 404, `Unknown request URL: ${request.method} ${path}`, "unknown_url");
}

function journal(provider: Provider, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === "DELETE") {
    provider.journal.reset();
    provider.cache.clear();
    response.writeHead(204).end();
    return;
  }
  sendJson(response, 200, JSON.stringify(provider.journal.toJson()));
}

/** Any name is served, so the list holds those that were asked for so far. */
function models(provider: Provider, response: ServerResponse): void {
  const data = provider.journal
    .names()
    .map((id) => ({ id, object: "model", created: 1_767_225_600, owned_by: "sandbox" }));
  sendJson(response, 200, JSON.stringify({ object: "list", data }));
}

async function answer(
  kind: "chat" | "text",
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const body = parseJsonObject(await readBody(request));
  if (!body) return refuse(response, 400, "We could not parse the JSON body of your request", "invalid_json");
  const prompt = readPrompt(kind, body);
  if (typeof prompt === "string") return refuse(response, 400, prompt, "invalid_request_error");
  const directives = parseDirectives(prompt.last);
  if ("unknown" in directives) {
    return refuse(response, 400, `Unknown sandbox directive: ${directives.unknown}`, "invalid_request_error");
  }
  const count = provider.journal.of(prompt.model);
  count.requests += 1;
  if (prompt.stream) count.streamed += 1;
  response.once("close", () => {
    // A cut made on purpose is not the caller's doing.
    if (!response.writableFinished && directives.cutAfter === null) count.aborted += 1;
    count.statuses[response.statusCode] = (count.statuses[response.statusCode] ?? 0) + 1;
  });
  if (directives.delayMs > 0) await sleep(directives.delayMs);
  if (response.destroyed) return;
  await respond(provider, prompt, directives, response);
}

async function respond(provider: Provider, prompt: Prompt, directives: Directives, response: ServerResponse) {
  if (directives.status) {
    const detail = directives.echo ? `: ${prompt.whole}` : "";
    return refuse(
      response,
      directives.status,
      `The sandbox provider was told to fail${detail}`,
      "server_error",
    );
  }
  const completion = complete(prompt, directives, provider.cache);
  if (prompt.stream) {
    const options = { includeUsage: prompt.includeUsage, paceMs: provider.paceMs };
    return streamCompletion(response, completion, directives, options);
  }
  const json = completionJson(completion);
  if (directives.errorMidStream) {
    return sendJson(
      response,
      200,
      '{"error":{"message":"The model stopped working halfway","type":"server_error","code":502}}',
    );
  }
  if (directives.invalidJson) return sendJson(response, 200, json.slice(0, -3));
  if (directives.cutAfter !== null) return cutPlain(response, json);
  return sendJson(response, 200, json);
}

/** Promises the whole body, sends half, and drops the connection. */
function cutPlain(response: ServerResponse, json: string): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(json) });
  response.write(json.slice(0, Math.floor(json.length / 2)), () => setTimeout(() => response.destroy(), 20));
}

function refuse(response: ServerResponse, status: number, message: string, code: string): void {
  const type = status === 429 ? "rate_limit_error" : status >= 500 ? "server_error" : "invalid_request_error";
  const headers: Record<string, string> = status === 429 || status === 503 ? { "retry-after": "1" } : {};
  sendJson(response, status, JSON.stringify({ error: { message, type, param: null, code } }), headers);
}

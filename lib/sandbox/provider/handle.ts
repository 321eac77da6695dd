import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseJsonObject } from "@/lib/sandbox/http/json";
import { readBody, sendJson } from "@/lib/sandbox/http/serve";
import { complete, completionJson } from "./complete";
import { compressResponse } from "./compress-response";
import { type Directives, noDirectives, parseDirectives } from "./directives";
import { endCompletion, type Journal, type JournalCompletion } from "./journal";
import { type Prompt, readPrompt } from "./prompt";
import type { PromptCache } from "./prompt-cache";
import { errorEvent, streamCompletion } from "./stream";
import { billedTokensOf, promptTokensOf } from "./usage";

/** The only key this provider accepts, so that a missing or wrong one is noticed. */
const providerKey = "sandbox-provider-key";

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
    return sendError(response, 401, "Incorrect API key provided", "invalid_api_key");
  }
  if (request.method === "POST" && path === "/v1/chat/completions")
    return handleCompletion("chat", provider, request, response);
  if (request.method === "POST" && path === "/v1/completions")
    return handleCompletion("text", provider, request, response);
  if (request.method === "GET" && path === "/v1/models") return models(provider, response);
  return sendError(response, 404, `Unknown request URL: ${request.method} ${path}`, "unknown_url");
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

/** Any model name is served, so the list has those requested so far. */
function models(provider: Provider, response: ServerResponse): void {
  const data = provider.journal
    .names()
    .map((id) => ({ id, object: "model", created: 1_767_225_600, owned_by: "sandbox" }));
  sendJson(response, 200, JSON.stringify({ object: "list", data }));
}

async function handleCompletion(
  kind: "chat" | "text",
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const body = parseJsonObject(await readBody(request));
  if (!body)
    return sendError(response, 400, "We could not parse the JSON body of your request", "invalid_json");
  const prompt = readPrompt(kind, body);
  if (typeof prompt === "string") return sendError(response, 400, prompt, "invalid_request_error");
  const asked = parseDirectives(prompt.last);
  if ("unknown" in asked) {
    return sendError(response, 400, `Unknown sandbox directive: ${asked.unknown}`, "invalid_request_error");
  }
  const directives = whileTheyCount(provider.journal, asked);
  const { model, stream: streamed } = prompt;
  const entry = asked.mark === null ? null : provider.journal.begin({ mark: asked.mark, model, streamed });
  const count = provider.journal.of(model);
  count.requests += 1;
  if (streamed) count.streamed += 1;
  response.once("close", () => {
    // A deliberate cut is not a client disconnect.
    if (!response.writableFinished && directives.cutAfter === null) count.aborted += 1;
    count.statuses[response.statusCode] = (count.statuses[response.statusCode] ?? 0) + 1;
    // If the client of a stream disconnects before the first chunk, the prompt was already read. A plain completion is
    // finished.
    if (streamed)
      endCompletion(entry, "aborted", { promptTokens: promptTokensOf(prompt), completionTokens: 0 });
  });
  if (directives.delayMs > 0) await sleep(directives.delayMs);
  // A plain completion is finished and billed even if its client has disconnected, as with real providers.
  if (response.destroyed && streamed) return;
  await respond(provider, { prompt, directives, entry }, response);
}

/** The directives of a request, or none if they only applied to earlier requests with its mark. */
function whileTheyCount(journal: Journal, directives: Directives): Directives {
  const { mark, times } = directives;
  return mark !== null && times !== null && journal.arrivalsOf(mark) >= times ? noDirectives : directives;
}

type Asked = {
  readonly prompt: Prompt;
  readonly directives: Directives;
  readonly entry: JournalCompletion | null;
};

async function respond(provider: Provider, asked: Asked, response: ServerResponse) {
  const { prompt, directives, entry } = asked;
  const fails = directives.errorFirst || directives.errorMidStream;
  if (directives.status) {
    const detail = directives.echo ? `: ${prompt.whole}` : "";
    endCompletion(entry, "failed", unbilled);
    return sendError(
      response,
      directives.status,
      `The sandbox provider was told to fail${detail}`,
      "server_error",
    );
  }
  const completion = complete(prompt, directives, provider.cache);
  const billed = completion.usage ?? billedTokensOf(prompt, completion);
  const tokens = { promptTokens: billed.prompt_tokens, completionTokens: billed.completion_tokens };
  if (directives.encoding) compressResponse(response, directives.encoding);
  if (prompt.stream !== directives.otherForm) {
    const bill = { entry, tokens };
    const options = { includeUsage: prompt.includeUsage || directives.otherForm, paceMs: provider.paceMs };
    return streamCompletion(response, { completion, directives, bill }, options);
  }
  endCompletion(entry, fails ? "failed" : "produced", fails ? unbilled : tokens);
  if (response.destroyed) return;
  const json = completionJson(completion);
  if (fails) return sendJson(response, 200, errorEvent);
  if (directives.invalidJson) return sendJson(response, 200, json.slice(0, -3));
  if (directives.cutAfter !== null) return cutPlain(response, json);
  return sendJson(response, 200, json);
}

const unbilled = { promptTokens: 0, completionTokens: 0 };

/** Announces the whole body, sends half of it, and drops the connection. */
function cutPlain(response: ServerResponse, json: string): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(json) });
  response.write(json.slice(0, Math.floor(json.length / 2)), () => setTimeout(() => response.destroy(), 20));
}

function sendError(response: ServerResponse, status: number, message: string, code: string): void {
  const type = status === 429 ? "rate_limit_error" : status >= 500 ? "server_error" : "invalid_request_error";
  const headers: Record<string, string> = status === 429 || status === 503 ? { "retry-after": "1" } : {};
  sendJson(response, status, JSON.stringify({ error: { message, type, param: null, code } }), headers);
}

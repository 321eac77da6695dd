import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { readBody, sendJson } from "@/lib/sandbox/http/serve";
import type { Emulator } from "./emulator";
import { newId } from "./objects/id";
import { newCall } from "./routes/call";
import { matchRoute } from "./routes/match";
import { ApiError } from "./wire/api-error";
import { expanded } from "./wire/expand";
import { parseForm } from "./wire/form";
import type { Answer } from "./wire/idempotency";
import { texts } from "./wire/read";

type ApiRequest = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Parameters as sent, from the body or the query. */
  readonly encoded: string;
  readonly key: string | null;
  readonly version: string | null;
};

const receivedMax = 1_000;

/** Handles a request below `/v1`: authentication, faults set by a test, idempotency, the route, expansion. */
export async function handleApi(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", emulator.world.origin);
  const isPost = request.method === "POST";
  const api: ApiRequest = {
    id: newId("req").slice(0, 18),
    method: request.method ?? "GET",
    path: url.pathname,
    encoded: isPost ? await readBody(request, 1_000_000) : url.search.slice(1),
    key: isPost ? headerOf(request, "idempotency-key") : null,
    version: headerOf(request, "stripe-version"),
  };
  const { method, path, encoded } = api;
  emulator.received.push({ method, path, encoded });
  if (emulator.received.length > receivedMax) emulator.received.shift();
  response.setHeader("request-id", api.id);
  response.setHeader("stripe-version", api.version ?? Stripe.API_VERSION);
  if (api.key) response.setHeader("idempotency-key", api.key);
  try {
    requireKey(request);
    const answer = await withFault(emulator, api, response, () => execute(emulator, api, response));
    if (answer) sendJson(response, answer.status, answer.json);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sendJson(response, error.status, JSON.stringify(error.body()));
  }
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function requireKey(request: IncomingMessage): void {
  const header = request.headers.authorization ?? "";
  const [scheme = "", value = ""] = header.split(" ");
  const basic =
    scheme.toLowerCase() === "basic" ? Buffer.from(value, "base64").toString().split(":")[0] : null;
  const key = basic ?? (scheme.toLowerCase() === "bearer" ? value : "");
  if (!key) {
    const message =
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.";
    throw new ApiError(401, message);
  }
  if (!/^(sk|rk)_test_/.test(key))
    throw new ApiError(401, `Invalid API Key provided: ${key.slice(0, 8)}****`);
}

/** Runs a request with the fault that a test has set. Null when the connection was closed instead of responding. */
async function withFault(
  emulator: Emulator,
  api: ApiRequest,
  response: ServerResponse,
  run: () => Promise<Answer>,
): Promise<Answer | null> {
  const fault = emulator.faults.take(api.method, api.path);
  if (!fault) return run();
  if (fault.retry !== null) response.setHeader("stripe-should-retry", String(fault.retry));
  if (!fault.after && fault.delayMs > 0) await sleep(fault.delayMs);
  // A request may have been executed even if the client gets no response, or an error.
  const answer = fault.after || (!fault.drop && !fault.status) ? await answerOf(run) : null;
  if (fault.after && fault.delayMs > 0) await sleep(fault.delayMs);
  if (fault.drop) {
    response.destroy();
    return null;
  }
  if (!fault.status) return answer;
  const message = "An unknown error occurred";
  return { status: fault.status, json: JSON.stringify({ error: { message, type: "api_error" } }) };
}

/** The response, also if it is an error: a fault that comes after a decline hides the decline too. */
async function answerOf(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, json: JSON.stringify(error.body()) };
  }
}

async function execute(emulator: Emulator, api: ApiRequest, response: ServerResponse): Promise<Answer> {
  if (!api.key) return respond(emulator, api);
  const earlier = emulator.idempotency.claim(api.key, { ...api, body: api.encoded });
  if (earlier?.answer) {
    response.setHeader("idempotent-replayed", "true");
    response.setHeader("original-request", earlier.requestId);
    return earlier.answer;
  }
  try {
    // Held for one tick, so that two concurrent requests overlap as they would at Stripe.
    await sleep(0);
    const answer = respond(emulator, api);
    emulator.idempotency.keep(api.key, answer);
    return answer;
  } catch (error) {
    if (error instanceof ApiError && error.detail.burnsKey) {
      emulator.idempotency.keep(api.key, { status: error.status, json: JSON.stringify(error.body()) });
    } else emulator.idempotency.release(api.key);
    throw error;
  }
}

function respond(emulator: Emulator, api: ApiRequest): Answer {
  const route = matchRoute(api.method, api.path);
  if (!route) throw new ApiError(404, `Unrecognized request URL (${api.method}: ${api.path}).`);
  const raw = parseForm(api.encoded);
  const isStrict = api.version === Stripe.API_VERSION;
  const { world } = emulator;
  const call = newCall({ world, id: route.id, sub: route.sub, path: api.path, raw, isStrict });
  emulator.setCause({ id: api.id, idempotency_key: api.key });
  try {
    const answer = expanded(world.store, route.route.run(call), texts(raw, "expand"));
    return { status: 200, json: JSON.stringify(answer, null, 2) };
  } finally {
    emulator.setCause(null);
    if (api.method !== "GET") emulator.changed();
  }
}

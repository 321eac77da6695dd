import OpenAI from "openai";
import { type Nanos, parseDollars } from "@/lib/kernel/money";
import { origin } from "./product";

export const model = "sandbox/heron";

/** The real client against the running server. Without retries, so that an error is seen rather than repeated. */
export function client(secret: string, headers: Record<string, string> = {}): OpenAI {
  return new OpenAI({
    baseURL: `${origin()}/api/v1`,
    apiKey: secret,
    defaultHeaders: headers,
    maxRetries: 0,
  });
}

export type ApiResponse = { readonly status: number; readonly headers: Headers; readonly body: unknown };

type Call = {
  readonly method?: string;
  readonly secret?: string;
  /** Sent unchanged if it is text, so that it need not be JSON. */
  readonly body?: unknown;
};

/** A request to the public API without a client library. */
export async function callApi(
  path: string,
  { method = "GET", secret, body }: Call = {},
): Promise<ApiResponse> {
  const response = await fetch(`${origin()}/api/v1${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(secret && { authorization: `Bearer ${secret}` }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

/** One plain completion. Model and body can be overridden. */
export function complete(secret: string, content = "Say hello", rest: object = {}): Promise<ApiResponse> {
  const body = { model, messages: [{ role: "user", content }], ...rest };
  return callApi("/chat/completions", { method: "POST", secret, body });
}

/** Starts a streamed completion and resolves at its first piece. `leave` closes the connection; the provider continues. */
export async function startStream(
  secret: string,
  body: object,
): Promise<{ readonly status: number; leave(): void }> {
  const leaving = new AbortController();
  const response = await fetch(`${origin()}/api/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ ...body, stream: true }),
    signal: leaving.signal,
  });
  await response.body?.getReader().read();
  return { status: response.status, leave: () => leaving.abort() };
}

/** The exact cost in a response, in nano-dollars. */
export function costOf(usage: unknown): Nanos {
  const cost = typeof usage === "object" && usage !== null && "cost" in usage ? usage.cost : null;
  if (typeof cost !== "number") throw new Error("the response carries no usage.cost");
  const nanos = parseDollars(cost.toFixed(12).replace(/0+$/, "").replace(/\.$/, ""));
  if (nanos === null) throw new Error(`a cost of ${cost} is finer than a nano-dollar`);
  return nanos;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

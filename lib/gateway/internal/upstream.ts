import "server-only";
import { errors, Pool } from "undici";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { providerKey } from "@/lib/config/env";
import type { UpstreamError } from "@/lib/gateway/rules/api-error";
import { UpstreamExchange } from "./upstream-exchange";

export type UpstreamReply =
  | { readonly ok: true; readonly body: UpstreamExchange }
  | { readonly ok: false; readonly upstreamError: UpstreamError };

const connectTimeoutMs = 10_000;
/** A plain answer is kept whole until its end; of a stream only a little is kept at a time. */
const plainBytesMax = 32_000_000;
const streamBytesMax = 128_000_000;
const headBytesMax = 65_536;
/** Of an answer that is an error: read to its end, so that its connection can be used again. */
const errorBytesMax = 262_144;

const pools = new Map<string, Pool>();

/**
 * One pool of connections per origin. Their number is bounded by the completions that may run at once, not here: a request
 * that waits for somebody else's connection would have been billed without being sent. There is no time-out of our own
 * for an answer but the completion's deadline: one that we end is billed, and one that a provider fails is not.
 */
function poolOf(origin: string): Pool {
  let pool = pools.get(origin);
  if (!pool) {
    pool = new Pool(origin, {
      connections: null,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: connectTimeoutMs },
      keepAliveTimeout: 10_000,
      maxHeaderSize: headBytesMax,
    });
    pools.set(origin, pool);
  }
  return pool;
}

/**
 * Sends a request to an endpoint and waits for the head of its answer. Every failure becomes a fault without text:
 * what an upstream says about an error may repeat the prompt, so it is thrown away unread. `onExchange` gets the
 * exchange at once, to end it; `onSent` is called when the request is written, and never for one that was ended before;
 * `onTooLarge` when the answer is larger than we take, which must end the exchange.
 */
export async function sendUpstream(
  endpoint: Endpoint,
  path: "/chat/completions" | "/completions",
  request: {
    readonly payload: string;
    readonly isStream: boolean;
    readonly onExchange: (exchange: UpstreamExchange) => void;
    readonly onSent: () => void;
    readonly onTooLarge: () => void;
  },
): Promise<UpstreamReply> {
  const target = targetOf(endpoint);
  const key = target && keyOf(endpoint);
  if (!target || key === undefined) return { ok: false, upstreamError: { kind: "unreachable" } };
  const { onSent, onTooLarge, isStream } = request;
  const bytesMax = isStream ? streamBytesMax : plainBytesMax;
  const exchange = new UpstreamExchange({ onSent, onTooLarge, bytesMax });
  request.onExchange(exchange);
  try {
    const headers = ["accept-encoding", "identity", "content-type", "application/json", "accept"];
    headers.push(isStream ? "text/event-stream" : "application/json");
    if (key !== null) headers.push("authorization", `Bearer ${key}`);
    poolOf(target.origin).dispatch(
      { method: "POST", path: target.path + path, headers, body: request.payload },
      exchange,
    );
    const status = await exchange.status;
    if (status === 200) return { ok: true, body: exchange };
    exchange.discard(errorBytesMax);
    return { ok: false, upstreamError: { kind: "status", status } };
  } catch (error) {
    return { ok: false, upstreamError: upstreamError(error) };
  }
}

/** What kind of failure an exception of the connection is. Nothing of its text is kept. */
export function upstreamError(error: unknown): UpstreamError {
  if (error instanceof errors.ConnectTimeoutError) return { kind: "timeout" };
  const code = typeof error === "object" && error !== null ? Reflect.get(error, "code") : null;
  return { kind: code === "ECONNREFUSED" || code === "ENOTFOUND" ? "unreachable" : "broken" };
}

type Target = { readonly origin: string; readonly path: string };

const targets = new Map<string, Target>();

/** The address of an endpoint's provider, read once. Null for a provider that has none. */
function targetOf({ provider: { baseUrl } }: Endpoint): Target | null {
  if (baseUrl === null) return null;
  let target = targets.get(baseUrl);
  if (!target) {
    const { origin, pathname } = new URL(baseUrl);
    target = { origin, path: pathname.replace(/\/+$/, "") };
    targets.set(baseUrl, target);
  }
  return target;
}

/** The key that a provider is called with: null for one that needs none, undefined when it is not configured. */
function keyOf({ provider }: Endpoint): string | null | undefined {
  if (provider.sandboxKey !== null) return provider.sandboxKey;
  return provider.apiKeyVariable === null ? null : (providerKey(provider.apiKeyVariable) ?? undefined);
}

/** Ends every connection, at shutdown and at the end of tests. */
export async function closeUpstreams(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.allSettled(open.map((pool) => pool.destroy()));
}

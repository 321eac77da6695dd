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
/** A plain response is kept until its end. Only a little of a stream is kept at a time. */
const plainBytesMax = 32_000_000;
const streamBytesMax = 128_000_000;
const headBytesMax = 65_536;
/** Bytes of an error response that are read, so that its connection can be reused. */
const errorBytesMax = 262_144;

const pools = new Map<string, Pool>();

/**
 * One connection pool per origin. The completions that may run concurrently bound the connections; the pool does not,
 * because a request that waits for another request's connection would have been billed without being sent. The only
 * timeout of ours for a response is the completion's deadline: what we end is billed, what a provider fails is not.
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
 * Sends a request to an endpoint and waits for the head of its response. Every failure becomes an upstream error
 * without text: a provider's error message may repeat the prompt, so it is thrown away unread. `onExchange` gets the
 * exchange immediately, so that it can be ended. `onSent` is called when the request is written, and never for one that
 * was ended before. `onTooLarge` is called when the response is larger than our limits, and must end the exchange.
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

/** Classifies an exception of the connection. Nothing of its text is kept. */
export function upstreamError(error: unknown): UpstreamError {
  if (error instanceof errors.ConnectTimeoutError) return { kind: "timeout" };
  const code = typeof error === "object" && error !== null ? Reflect.get(error, "code") : null;
  return { kind: code === "ECONNREFUSED" || code === "ENOTFOUND" ? "unreachable" : "broken" };
}

type Target = { readonly origin: string; readonly path: string };

const targets = new Map<string, Target>();

/** The address of an endpoint's provider, parsed once. Null for a provider that has none. */
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

/** The key for calling a provider. Null for a provider that needs none, undefined when it is not configured. */
function keyOf({ provider }: Endpoint): string | null | undefined {
  if (provider.sandboxKey !== null) return provider.sandboxKey;
  return provider.apiKeyVariable === null ? null : (providerKey(provider.apiKeyVariable) ?? undefined);
}

/** Closes every connection, at shutdown and at the end of tests. */
export async function closeUpstreams(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.allSettled(open.map((pool) => pool.destroy()));
}

import "server-only";
import { type Dispatcher, errors, Pool } from "undici";
import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import { providerKey } from "@/lib/config/env";
import type { UpstreamFault } from "@/lib/gateway/rules/refusal";

export type UpstreamBody = Dispatcher.ResponseData["body"];
export type UpstreamReply =
  { readonly ok: true; readonly body: UpstreamBody } | { readonly ok: false; readonly fault: UpstreamFault };

const headersTimeoutMs = 300_000;
/** The longest silence inside an answer. */
const idleTimeoutMs = 120_000;
const connectTimeoutMs = 10_000;
const responseBytesMax = 32_000_000;

const pools = new Map<string, Pool>();

/** One pool of connections per origin; global fetch takes four times as long. */
function poolOf(origin: string): Pool {
  let pool = pools.get(origin);
  if (!pool) {
    pool = new Pool(origin, {
      connections: 512,
      headersTimeout: headersTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      connect: { timeout: connectTimeoutMs },
      keepAliveTimeout: 10_000,
      maxResponseSize: responseBytesMax,
    });
    pools.set(origin, pool);
  }
  return pool;
}

/**
 * Sends a request to an endpoint and waits for the head of its answer. Every failure becomes a fault without text:
 * what an upstream says about an error may repeat the prompt, so it is thrown away unread (P1).
 */
export async function sendUpstream(
  endpoint: Endpoint,
  path: "/chat/completions" | "/completions",
  request: { payload: string; isStream: boolean; signal: AbortSignal },
): Promise<UpstreamReply> {
  const target = targetOf(endpoint);
  if (!target) return { ok: false, fault: { kind: "unreachable" } };
  try {
    const response = await poolOf(target.origin).request({
      method: "POST",
      path: target.path + path,
      headers: {
        "content-type": "application/json",
        accept: request.isStream ? "text/event-stream" : "application/json",
        ...(target.key !== null && { authorization: `Bearer ${target.key}` }),
      },
      body: request.payload,
      signal: request.signal,
    });
    if (response.statusCode === 200) return { ok: true, body: response.body };
    await response.body.dump({ limit: 262_144 }).catch(() => undefined);
    return { ok: false, fault: { kind: "status", status: response.statusCode } };
  } catch (error) {
    return { ok: false, fault: upstreamError(error) };
  }
}

/** What kind of failure an exception of the connection is. Nothing of its text is kept. */
export function upstreamError(error: unknown): UpstreamFault {
  const isTimeout =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError"));
  if (isTimeout) return { kind: "timeout" };
  const code = typeof error === "object" && error !== null ? Reflect.get(error, "code") : null;
  return { kind: code === "ECONNREFUSED" || code === "ENOTFOUND" ? "unreachable" : "broken" };
}

function targetOf({ provider }: Endpoint): { origin: string; path: string; key: string | null } | null {
  if (provider.baseUrl === null) return null;
  const key = provider.sandboxKey ?? (provider.apiKeyVariable ? providerKey(provider.apiKeyVariable) : null);
  if (provider.apiKeyVariable && key === null) return null;
  const url = new URL(provider.baseUrl);
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, ""), key };
}

/** Ends every connection, at shutdown and at the end of tests. */
export async function closeUpstreams(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.allSettled(open.map((pool) => pool.destroy()));
}

import "server-only";
import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import { affordableTokens } from "@/lib/gateway/rules/hold-amount";
import { isRetryable, type UpstreamFault } from "@/lib/gateway/rules/refusal";
import type { Run } from "./run";
import { sendUpstream, type UpstreamBody } from "./upstream";

export type Opened<Answer> =
  | { readonly ok: true; readonly endpoint: Endpoint; readonly answer: Answer }
  | { readonly ok: false; readonly endpoint: Endpoint; readonly fault: UpstreamFault };

/** What can be made of a body before the caller sees a byte, or why it is no answer. */
export type Attempt<Answer> = { readonly answer: Answer } | { readonly fault: UpstreamFault };

/**
 * Tries the endpoints of a run in order until one answers. Falls back only while nothing has been shown to the caller,
 * only for faults that another endpoint may not have, and not for a caller who has left.
 */
export async function openUpstream<Answer>(
  run: Run,
  read: (body: UpstreamBody) => Promise<Attempt<Answer>>,
): Promise<Opened<Answer> | null> {
  let last: Opened<Answer> | null = null;
  for (const endpoint of run.endpoints) {
    const tokens = affordableTokens(endpoint, run.demand, run.grantedNanos);
    if (tokens < 1) continue;
    run.attempts += 1;
    const opened = await attempt(run, endpoint, { tokens, read });
    if (opened.ok) return opened;
    last = opened;
    if (run.isCancelled || run.stop.signal.aborted || !isRetryable(opened.fault)) break;
  }
  return last;
}

async function attempt<Answer>(
  run: Run,
  endpoint: Endpoint,
  how: { tokens: number; read: (body: UpstreamBody) => Promise<Attempt<Answer>> },
): Promise<Opened<Answer>> {
  const { kind } = run.input.open();
  const reply = await sendUpstream(endpoint, kind === "chat" ? "/chat/completions" : "/completions", {
    payload: payloadOf(run, endpoint, how.tokens),
    isStream: run.isStream,
    signal: run.stop.signal,
  });
  if (!reply.ok) return { ok: false, endpoint, fault: reply.fault };
  const result = await how.read(reply.body);
  return "fault" in result
    ? { ok: false, endpoint, fault: result.fault }
    : { ok: true, endpoint, answer: result.answer };
}

/** The request as it goes upstream: allowed parameters, the upstream's own model name, and the length that is paid for. */
function payloadOf(run: Run, endpoint: Endpoint, tokens: number): string {
  const { content, tokensMaxField } = run.input.open();
  return JSON.stringify({
    ...content,
    model: endpoint.upstreamModel,
    [tokensMaxField]: tokens,
    stream: run.isStream,
    ...(run.isStream && { stream_options: { include_usage: true } }),
  });
}

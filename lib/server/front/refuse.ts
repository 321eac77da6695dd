import "server-only";
import type { ServerResponse } from "node:http";
import { defaultHeaders } from "@/lib/config/default-headers";
import type { Refusal } from "@/lib/server/rules/page-request";

const drainedBytesMax = 64 * 1024 * 1024;

/**
 * A short answer by the front server itself. What is left of the request is read and dropped, within bounds: cutting the
 * connection at once would lose the answer in a client that is still sending.
 */
export function refuse(answer: ServerResponse, refusal: Refusal): void {
  if (answer.headersSent || answer.destroyed) return void answer.destroy();
  answer.writeHead(refusal.status, refusalHeaders(refusal));
  answer.end(refusalBody(refusal));
  let drained = 0;
  answer.req.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > drainedBytesMax) answer.req.destroy();
  });
  answer.req.resume();
}

export function refusalHeaders(refusal: Refusal): Record<string, string> {
  const { status, allow } = refusal;
  return {
    "Content-Length": String(Buffer.byteLength(refusalBody(refusal))),
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    ...defaultHeaders,
    ...(allow ? { Allow: allow } : {}),
    ...(status === 503 ? { "Retry-After": "3" } : {}),
  };
}

export function refusalBody({ status, sentence }: Refusal): string {
  return JSON.stringify({ error: { code: status, message: sentence } });
}

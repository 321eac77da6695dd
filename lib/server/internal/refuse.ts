import "server-only";
import type { ServerResponse } from "node:http";
import { answerHeaders } from "@/lib/config/answer-headers";
import type { Refusal } from "@/lib/server/rules/page-request";

const drainedBytesMax = 64 * 1024 * 1024;

/**
 * A short answer by the edge itself. What is left of the request is read and dropped, within bounds: cutting the
 * connection at once would lose the answer in a client that is still sending.
 */
export function refuse(answer: ServerResponse, { status, sentence, allow }: Refusal): void {
  if (answer.headersSent || answer.destroyed) return void answer.destroy();
  answer.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    ...answerHeaders,
    ...(allow ? { Allow: allow } : {}),
    ...(status === 503 ? { "Retry-After": "3" } : {}),
  });
  answer.end(JSON.stringify({ error: { code: status, message: sentence } }));
  let drained = 0;
  answer.req.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > drainedBytesMax) answer.req.destroy();
  });
  answer.req.resume();
}

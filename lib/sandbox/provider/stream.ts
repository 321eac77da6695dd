import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { chunksOf, usageChunkOf } from "./chunks";
import type { Completion } from "./complete";
import type { Directives } from "./directives";

const done = "data: [DONE]\n\n";
const midwayError = JSON.stringify({
  error: { message: "The model stopped working halfway", type: "server_error", code: 502 },
});

/** Sends the answer as server-sent events, stopping as soon as the reader has gone. */
export async function streamCompletion(
  response: ServerResponse,
  completion: Completion,
  directives: Directives,
  options: { readonly includeUsage: boolean; readonly paceMs: number },
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const chunks = chunksOf(completion, directives.chunks);
  const delayMs = directives.chunkDelayMs ?? options.paceMs;
  const interruptAt = directives.cutAfter ?? (directives.errorMidStream || directives.invalidJson ? 2 : null);
  for (const [index, chunk] of chunks.entries()) {
    if (index === interruptAt) return interrupt(response, chunk, directives);
    if (delayMs > 0 && index > 0) await sleep(delayMs);
    if (response.destroyed) return;
    if (!response.write(`data: ${chunk}\n\n`)) await drained(response);
  }
  if (interruptAt !== null) return interrupt(response, "{}", directives);
  if (options.includeUsage && completion.usage) response.write(`data: ${usageChunkOf(completion)}\n\n`);
  response.end(done);
}

function interrupt(response: ServerResponse, chunk: string, directives: Directives): void {
  if (directives.errorMidStream) response.end(`data: ${midwayError}\n\n`);
  else if (directives.invalidJson) response.end(`data: ${chunk.slice(0, -3)}\n\n${done}`);
  // What was written must leave before the connection is dropped, or the reader would see fewer chunks than asked.
  else response.write(": cut\n\n", () => setTimeout(() => response.destroy(), 20));
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off("drain", settle);
      response.off("close", settle);
      resolve();
    };
    response.once("drain", settle);
    response.once("close", settle);
  });
}

import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { chunksOf, usageChunkOf } from "./chunks";
import { bigChunks, type Completion } from "./complete";
import type { Directives } from "./directives";
import { endCompletion, type JournalCompletion } from "./journal";

const done = "data: [DONE]\n\n";
/** The error object of a provider that fails midway, as a plain body and as an event. */
export const errorEvent = JSON.stringify({
  error: { message: "The model stopped working halfway", type: "server_error", code: 502 },
});

export type StreamedCompletion = {
  readonly completion: Completion;
  readonly directives: Directives;
  /** Its journal entry; the tokens are those of the whole completion. */
  readonly bill: {
    readonly entry: JournalCompletion | null;
    readonly tokens: { readonly promptTokens: number; readonly completionTokens: number };
  };
};

/** Sends the completion as server-sent events, and stops when the client disconnects. */
export async function streamCompletion(
  response: ServerResponse,
  { completion, directives, bill }: StreamedCompletion,
  options: { readonly includeUsage: boolean; readonly paceMs: number },
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const delayMs = directives.chunkDelayMs ?? options.paceMs;
  await keepAlive(response, directives.keepAlives, delayMs);
  const chunks = chunksOf(completion, directives.chunks ?? (directives.chunkBytes ? bigChunks : null));
  let index = 0;
  // Runs before the general billing of a disconnect, which does not know about chunks.
  response.prependOnceListener("close", () =>
    endCompletion(bill.entry, "aborted", shareOf(bill.tokens, index / chunks.count)),
  );
  const interruptAt = interruptionOf(directives);
  while (index < chunks.count && index !== interruptAt) {
    if (delayMs > 0 && index > 0) await sleep(delayMs);
    if (response.destroyed) return;
    const event = `${index === 2 ? oddLineOf(directives) : ""}data: ${chunks.at(index)}\n\n`;
    index += 1;
    if (!response.write(event)) await drained(response);
  }
  if (response.destroyed) return;
  if (interruptAt !== null) {
    const next = index < chunks.count ? chunks.at(index) : "{}";
    return interrupt(response, next, { directives, bill });
  }
  endCompletion(bill.entry, "produced", bill.tokens);
  if (options.includeUsage && completion.usage) response.write(`data: ${usageChunkOf(completion)}\n\n`);
  response.end(done);
}

/** Number of chunks before an interruption; null when the stream runs to its end. */
function interruptionOf(directives: Directives): number | null {
  if (directives.cutAfter !== null) return directives.cutAfter;
  if (directives.errorFirst) return 0;
  return directives.errorMidStream || directives.invalidJson ? 2 : null;
}

/** Sends comments, as providers do while a request waits in their queue. The head is sent with the first. */
async function keepAlive(response: ServerResponse, count: number, delayMs: number): Promise<void> {
  for (let sent = 0; sent < count && !response.destroyed; sent += 1) {
    response.write(": keep-alive\n\n");
    if (delayMs > 0) await sleep(delayMs);
  }
}

/** A line that is hard to parse: not JSON, or a very long one without content. */
function oddLineOf({ badLine, longLineBytes }: Directives): string {
  const bad = badLine ? "data: {not json\n\n" : "";
  if (longLineBytes === null) return bad;
  const frame = 'data: {"choices":[],"padding":""}';
  return `${bad}${frame.slice(0, -2)}${"x".repeat(Math.max(0, longLineBytes - frame.length))}"}\n\n`;
}

function interrupt(
  response: ServerResponse,
  chunk: string,
  { directives, bill }: Pick<StreamedCompletion, "directives" | "bill">,
): void {
  if (directives.errorFirst || directives.errorMidStream) {
    endCompletion(bill.entry, "failed", { promptTokens: 0, completionTokens: 0 });
    response.end(`data: ${errorEvent}\n\n`);
  } else if (directives.invalidJson) {
    endCompletion(bill.entry, "produced", bill.tokens);
    response.end(`data: ${chunk.slice(0, -3)}\n\n${done}`);
  } else {
    // Written data must be sent before the connection is dropped, or the client would receive fewer chunks than
    // requested.
    response.write(": cut\n\n", () => setTimeout(() => response.destroy(), 20));
  }
}

function shareOf(tokens: StreamedCompletion["bill"]["tokens"], share: number) {
  return { ...tokens, completionTokens: Math.ceil(tokens.completionTokens * Math.min(1, share)) };
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

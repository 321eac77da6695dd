import "server-only";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { env } from "@/lib/config/env";
import {
  billIsLate,
  endedByUs,
  type ApiError,
  serverError,
  tooSlow,
  apiErrorOfUpstream,
} from "@/lib/gateway/rules/api-error";
import { chunkWriter, type ChunkWriter, streamEnd } from "@/lib/gateway/rules/wire-chunk";
import { wireUsage } from "@/lib/gateway/rules/wire-usage";
import { closeCompletion } from "./close-completion";
import { closeWithoutResponse } from "./close-without-response";
import { clientDisconnected, type Completion } from "./completion";
import type { CompletionResponse } from "./completion-response";
import { type Attempt, openUpstream } from "./open-upstream";
import { ReadShare, readTurns, stepBytes } from "./read-turns";
import { ResponseFeed } from "./response-feed";
import { StreamReader } from "./stream-reader";
import { upstreamError } from "./upstream";
import type { UpstreamExchange } from "./upstream-exchange";

/** How much may wait for the reader. A provider that is faster than the reader is made to wait. */
const waitingCharactersMax = 256 * 1024;
/** How long a caller waits for the head of its response. After that the stream opens, and errors travel in it. */
const silenceMsMax = 10_000;
/** A comment that every client ignores. It keeps proxies from treating a thinking model as a dead connection. */
const keepAlive = ": OPENROUTER PROCESSING\n\n";

/** Responds chunk by chunk. Usage and the end come after the settlement. Resolves when the completion is settled. */
export async function performStream(
  completion: Completion,
  respond: (response: CompletionResponse) => void,
): Promise<void> {
  const feed = new ResponseFeed({
    charactersMax: waitingCharactersMax,
    stalledMs: env().completions.stalledReaderMs,
    onDisconnect: () => clientDisconnected(completion),
    stallNotice: () => errorEvent(completion, tooSlow),
  });
  completion.stop.whenStopped(() => feed.stopWaiting());
  let isOpen = false;
  const open = () => {
    if (!isOpen) respond({ kind: "stream", generationId: completion.wireId, stream: feed.stream });
    isOpen = true;
  };
  try {
    return await performInto(feed, completion, { open, isOpen: () => isOpen, respond });
  } catch (error) {
    // The failure is ours, but a response that was opened must still end.
    void feed.push(errorEvent(completion, serverError));
    feed.end();
    throw error;
  }
}

async function performInto(
  feed: ResponseFeed,
  completion: Completion,
  caller: {
    readonly open: () => void;
    readonly isOpen: () => boolean;
    readonly respond: (response: CompletionResponse) => void;
  },
): Promise<void> {
  const { open, isOpen, respond } = caller;
  const silence = setInterval(() => {
    open();
    void feed.push(keepAlive);
  }, silenceMsMax);
  const sentMs = performance.now();
  const opened = await openUpstream(completion, (body, endpoint) =>
    readUntilContent(completion, body, endpoint),
  ).finally(() => clearInterval(silence));
  if (opened.kind === "responded") {
    open();
    return relay(completion, { ...opened.response, endpoint: opened.endpoint, feed, sentMs });
  }
  completion.upstreamMs = performance.now() - sentMs;
  const closed = closeWithoutResponse(completion, opened);
  await closed.acknowledged;
  const { apiError, generationId } = closed;
  if (isOpen()) {
    void feed.push(errorEvent(completion, apiError));
    feed.end();
  } else {
    respond({ kind: "error", apiError, generationId });
  }
  return closed.settled;
}

type Started = {
  readonly exchange: UpstreamExchange;
  readonly reader: StreamReader;
  readonly writer: ChunkWriter;
  readonly share: ReadShare;
  /** The events up to the first content. */
  readonly first: string;
};

function writerFor(completion: Completion, endpoint: Endpoint): ChunkWriter {
  const created = Math.floor(completion.createdAt.getTime() / 1_000);
  return chunkWriter(completion.input.expose().kind, {
    id: completion.wireId,
    created,
    model: endpoint.modelId,
    provider: endpoint.provider.name,
  });
}

/**
 * Reads until there is content, or until the end of a response without any. Until then another endpoint can replace an
 * upstream that fails, however many comments and empty chunks it has sent.
 */
async function readUntilContent(
  completion: Completion,
  exchange: UpstreamExchange,
  endpoint: Endpoint,
): Promise<Attempt<Started>> {
  const writer = writerFor(completion, endpoint);
  const reader = new StreamReader(completion, writer, exchange.contentType === "application/json");
  const share = new ReadShare();
  let first = "";
  try {
    // An unreadable line is no reason to try another provider. This one may have done its work and still report its
    // usage.
    while (!reader.hasContent && !reader.isOver) {
      const events = await readNext(exchange, reader, share, () => false);
      first += events ?? (await reader.finish());
      if (events === null) break;
    }
  } catch (error) {
    // A response that was complete before the connection broke is valid, even an empty one.
    if (!reader.isComplete && !reader.hasContent) {
      return { upstreamError: upstreamError(error), produced: reader.outcome(true) };
    }
  }
  if (reader.hasContent || (reader.isComplete && !reader.isFailed)) {
    return { response: { exchange, reader, writer, share, first } };
  }
  exchange.discard();
  return { upstreamError: { kind: reader.isFailed ? "error" : "broken" }, produced: reader.outcome(false) };
}

type Relay = Started & {
  readonly endpoint: Endpoint;
  readonly feed: ResponseFeed;
  readonly sentMs: number;
};

async function relay(completion: Completion, from: Relay): Promise<void> {
  const { reader, writer, feed, endpoint } = from;
  const isBroken = await readToEnd(from);
  completion.upstreamMs = performance.now() - from.sentMs;
  const response = reader.outcome(isBroken);
  const { bill, acknowledged, settled } = closeCompletion(completion, {
    endpoint,
    status: 200,
    response,
    nativeFinishReason: reader.nativeFinishReason,
    upstreamId: reader.upstreamId,
    answer: reader.answer(),
  });
  if (!(await acknowledged)) {
    void feed.push(writer.error(chunkError(billIsLate), null));
    feed.end();
    return settled;
  }
  const usage = wireUsage(bill);
  if (response.end === "ended" && !reader.isUnusable) {
    void feed.push(writer.usage(usage) + streamEnd);
  } else {
    const ours = reader.overLimit ?? (response.endedBy === "us" ? completion.endReason : null);
    const apiError =
      ours !== null && response.end !== "failed"
        ? endedByUs(ours, env().completions.answerMsMax / 1_000)
        : apiErrorOfUpstream({ kind: "broken" }, endpoint.provider.name);
    void feed.push(writer.error(chunkError(apiError), usage));
  }
  feed.end();
  return settled;
}

/** Reads and relays at the reader's pace. True when the connection broke, or we ended it. */
async function readToEnd({ exchange, reader, share, feed, first }: Relay): Promise<boolean> {
  let isBroken = false;
  try {
    await feed.push(first);
    while (!reader.isOver) {
      const events = await readNext(exchange, reader, share, () => feed.isUnread);
      const wait = feed.push(events ?? (await reader.finish(feed.isUnread)));
      if (wait) await wait;
      if (events === null) break;
    }
  } catch {
    isBroken = true;
  }
  exchange.discard();
  return isBroken;
}

/**
 * Reads the next step of a response when its turn comes, and returns its events. Null at the end. Rejects when the
 * response breaks off.
 */
async function readNext(
  exchange: UpstreamExchange,
  reader: StreamReader,
  share: ReadShare,
  isUnread: () => boolean,
): Promise<string | null> {
  const piece = await exchange.next(stepBytes);
  if (!piece) return null;
  const turn = readTurns.take(share, piece.length, !isUnread());
  if (turn) await turn;
  const read = reader.read(piece, isUnread());
  const events = typeof read === "string" ? read : await read;
  // A long line is read in one step once its end has arrived. The time that it took is made up for afterwards.
  const long = reader.takeLongCharacters();
  if (long > 0) readTurns.owe(long);
  return events;
}

/** A separate event for an error, for a response that was opened before any other event could be sent. */
function errorEvent(completion: Completion, apiError: ApiError): string {
  const endpoint = completion.sent?.endpoint ?? completion.endpoints[0];
  return endpoint ? writerFor(completion, endpoint).error(chunkError(apiError), null) : "";
}

function chunkError({ status, message, metadata }: ApiError) {
  return { code: status, message, errorType: String(metadata?.error_type) };
}

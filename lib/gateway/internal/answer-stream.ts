import "server-only";
import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import { upstreamRefusal } from "@/lib/gateway/rules/refusal";
import { chunkWriter, type ChunkWriter, streamEnd } from "@/lib/gateway/rules/wire-chunk";
import { wireUsage } from "@/lib/gateway/rules/wire-usage";
import { Sealed } from "@/lib/kernel/sealed";
import { closeRun } from "./close-run";
import { type Attempt, openUpstream } from "./open-upstream";
import { refuseRun, type RunAnswer } from "./refuse-run";
import { departRun, type Run } from "./run";
import { StreamReader } from "./stream-reader";
import { faultOf, type UpstreamBody } from "./upstream";

/** Answers chunk by chunk. Usage and the end are sent only after the settlement is committed. */
export async function answerStream(run: Run, finished: () => void): Promise<RunAnswer> {
  const opened = await openUpstream(run, (body) => readFirst(run, body));
  if (!opened?.ok) return refuseRun(run, opened);
  const chunks = relay(run, opened.endpoint, opened.answer);
  return { kind: "stream", generationId: run.wireId, stream: toStream(run, chunks, finished) };
}

type Started = {
  readonly pieces: AsyncIterator<Buffer>;
  readonly reader: StreamReader;
  readonly writer: ChunkWriter;
  readonly first: string;
};

/** Reads until there is something to show, so that an upstream that fails at once can still be replaced by another. */
async function readFirst(run: Run, body: UpstreamBody): Promise<Attempt<(endpoint: Endpoint) => Started>> {
  const pieces: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  try {
    const piece = await pieces.next();
    if (piece.done) return { fault: { kind: "broken" } };
    return {
      answer: (endpoint) => {
        const created = Math.floor(run.createdAt.getTime() / 1_000);
        const head = { id: run.wireId, created, model: endpoint.modelId, provider: endpoint.provider.name };
        const writer = chunkWriter(run.input.open().kind, head);
        const reader = new StreamReader(run, writer);
        return { pieces, reader, writer, first: reader.read(piece.value) };
      },
    };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

async function* relay(
  run: Run,
  endpoint: Endpoint,
  start: (endpoint: Endpoint) => Started,
): AsyncGenerator<string> {
  const { pieces, reader, writer, first } = start(endpoint);
  if (first !== "") yield first;
  let isBroken = false;
  try {
    while (!reader.isOver) {
      const piece = await pieces.next();
      const events = piece.done ? reader.finish() : reader.read(piece.value);
      if (events !== "") yield events;
      if (piece.done) break;
    }
  } catch {
    isBroken = true;
  }
  // Whatever follows the end is of no interest; the connection goes back to its pool or is closed.
  await pieces.return?.().catch(() => undefined);
  const outcome = reader.outcome(isBroken);
  const bill = await closeRun(run, {
    endpoint,
    status: 200,
    outcome,
    nativeFinishReason: reader.nativeFinishReason,
    upstreamId: reader.upstreamId,
    completion: new Sealed(reader.keptText),
  });
  if (outcome.end === "ended") {
    yield writer.usage(wireUsage(bill)) + streamEnd;
    return;
  }
  const { status, message, metadata } = upstreamRefusal({ kind: "broken" }, endpoint.provider.name);
  yield writer.error({ code: status, message, errorType: String(metadata?.error_type) }, wireUsage(bill));
}

/**
 * The generator as a stream that is read at the caller's pace. A caller who leaves takes the stream away, not the run:
 * what is left of it is read to its end, within the run's time, and settled.
 */
function toStream(
  run: Run,
  chunks: AsyncGenerator<string>,
  finished: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  run.onDeparture = () => void drain(chunks).finally(finished);
  if (run.isCancelled) run.onDeparture();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await chunks.next();
        if (!next.done) return controller.enqueue(encoder.encode(next.value));
        finished();
        controller.close();
      } catch (error) {
        finished();
        controller.error(error);
      }
    },
    cancel: () => departRun(run),
  });
}

async function drain(chunks: AsyncGenerator<string>): Promise<void> {
  try {
    while (!(await chunks.next()).done);
  } catch {
    // The settlement failed: the hold expires by itself, and there is nobody left to tell.
  }
}

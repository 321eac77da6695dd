import "server-only";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { errorFacts, log } from "@/lib/config/log";
import {
  type ResponseReading,
  inspectResponse,
  type ProducedUsage,
  readResponse,
  type ReadResponse,
  type WholeResponse,
} from "@/lib/gateway/rules/read-response";
import type { LineReading, ReadLine } from "@/lib/gateway/rules/read-line";
import type { UnparsedResponse } from "@/lib/gateway/rules/unparsed-response";

/**
 * Longer texts are parsed in a worker thread. Parsing cannot be interrupted, and all other requests wait for it: this
 * length takes 10 ms at worst, 4 MB up to half a second, 32 MB several seconds.
 */
export const largeMin = 64 * 1024;
/** Far more than 32 MB of JSON need. A response that needs more ends the thread, not the process. */
const threadMegabytesMax = 1_536;

export type LargeJob =
  | { readonly is: "whole"; readonly bytes: Uint8Array<ArrayBuffer>; readonly reading: ResponseReading }
  | { readonly is: "unparsed"; readonly bytes: Uint8Array<ArrayBuffer>; readonly reading: ResponseReading }
  | { readonly is: "line"; readonly line: string; readonly reading: LineReading };
export type LargeResult = {
  /** The choices of a response are in `choices`, as JSON in UTF-8. */
  readonly whole?: ReadResponse;
  readonly choices?: Uint8Array<ArrayBuffer>;
  readonly unparsed?: UnparsedResponse;
  readonly line?: ReadLine;
};

/** Messages to and from the thread. The number matches a result with the job that waits for it. */
export type NumberedJob = { readonly number: number; readonly job: LargeJob };
export type NumberedResult = { readonly number: number; readonly result: LargeResult };

type Waiting = {
  readonly number: number;
  readonly job: LargeJob;
  readonly resolve: (result: LargeResult) => void;
  readonly reject: (error: Error) => void;
};

let jobs = 0;
const waiting: Waiting[] = [];
let running: Waiting | null = null;
let thread: Worker | null = null;

/** A plain response as its caller gets it. The choices of a large one are bytes. */
export type PlainResponse = Omit<WholeResponse, "choices"> & { readonly choices: string | Uint8Array };
export type PlainReading =
  | { readonly is: "response"; readonly response: PlainResponse }
  | { readonly is: "too_deep" | "lost"; readonly unparsed: UnparsedResponse }
  | { readonly is: "error"; readonly produced: ProducedUsage }
  | { readonly is: "broken" };

/** Reads a plain response, a large one in the thread. `lost` means that it could not be read there. */
export async function readWhole(bytes: Buffer, reading: ResponseReading): Promise<PlainReading> {
  if (bytes.length <= largeMin) return readResponse(textOf(bytes), reading);
  const { length } = bytes;
  try {
    const { whole, choices } = await readLarge({ is: "whole", bytes: ownBytes(bytes), reading });
    if (whole?.is === "response" && choices)
      return { is: "response", response: { ...whole.response, choices } };
    if (whole && whole.is !== "response") return whole;
  } catch (error) {
    log().error({ event: "large_answer_lost", ...errorFacts(error) });
  }
  return { is: "lost", unparsed: unparsedOf(length, reading.tokensMax) };
}

/** Inspects a response, or a part of one, that is not parsed. */
export async function inspect(bytes: Buffer, reading: ResponseReading): Promise<UnparsedResponse> {
  if (bytes.length <= largeMin) return inspectResponse(textOf(bytes), reading);
  const { length } = bytes;
  try {
    const { unparsed } = await readLarge({ is: "unparsed", bytes: ownBytes(bytes), reading });
    if (unparsed) return unparsed;
  } catch (error) {
    log().error({ event: "large_answer_lost", ...errorFacts(error) });
  }
  return unparsedOf(length, reading.tokensMax);
}

/** Reads a line of a stream in the thread. Null when it could not be read there. */
export async function readLongLine(line: string, reading: LineReading): Promise<ReadLine | null> {
  try {
    const { line: read } = await readLarge({ is: "line", line, reading });
    return read ?? null;
  } catch (error) {
    log().error({ event: "large_answer_lost", ...errorFacts(error) });
    return null;
  }
}

function textOf(bytes: Buffer): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString("utf8", hasMark ? 3 : 0);
}

/** Returns bytes that can be transferred. A chunk from a connection shares its memory with others. */
function ownBytes(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) return new Uint8Array(buffer);
  const own = new Uint8Array(bytes.length);
  own.set(bytes);
  return own;
}

/** What is billed for a response of which only the length is known: one token per four bytes. */
function unparsedOf(length: number, tokensMax: number): UnparsedResponse {
  const countedCompletionTokens = Math.min(Math.ceil(length / 4), tokensMax);
  return { reported: null, countedCompletionTokens, hasChoices: true, isError: false };
}

/**
 * Runs a job in the thread, after those that came before. Rejects if it crashed the thread. The job's bytes are
 * transferred, so the caller can no longer use them.
 */
function readLarge(job: LargeJob): Promise<LargeResult> {
  return new Promise((resolve, reject) => {
    jobs += 1;
    waiting.push({ number: jobs, job, resolve, reject });
    proceed();
  });
}

/**
 * Gives the thread its next job unless it has one. A job must never run twice, or results would go to the wrong
 * requests.
 */
function proceed(): void {
  if (running) return;
  running = waiting.shift() ?? null;
  if (!running) return void thread?.unref();
  thread ??= startThread();
  thread.ref();
  const { number, job } = running;
  const message: NumberedJob = { number, job };
  thread.postMessage(message, job.is === "line" ? [] : [job.bytes.buffer]);
}

function startThread(): Worker {
  const started = new Worker(...program());
  started.on("message", ({ number, result }: NumberedResult) => {
    // One caller's response must not reach another, whatever else goes wrong. The thread is terminated, and its job
    // with it.
    if (number !== running?.number) return void started.terminate();
    running.resolve(result);
    running = null;
    proceed();
  });
  // The thread has one job at a time, so the job that it has is the one that ended it.
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    thread = null;
    running?.reject(new Error("The thread for large responses ended"));
    running = null;
    proceed();
  };
  started.on("error", end);
  started.on("exit", end);
  return started;
}

/**
 * Runs the compiled thread when this module is compiled. When it runs from source, the thread must register the loader
 * itself, because it does not inherit it from the process.
 */
function program(): ConstructorParameters<typeof Worker> {
  const resourceLimits = { maxOldGenerationSizeMb: threadMegabytesMax };
  if (/[\\/]\.build[\\/]/.test(import.meta.url))
    return [path.resolve(".build/large-responses.js"), { resourceLimits }];
  const source = pathToFileURL("lib/gateway/internal/large-responses-thread.ts").href;
  const start = `import("tsx/esm/api").then(({ register }) => (register(), import(${JSON.stringify(source)})))`;
  return [start, { eval: true, execArgv: ["--conditions=react-server"], resourceLimits }];
}

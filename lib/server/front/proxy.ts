import "server-only";
import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { defaultHeaders } from "@/lib/config/default-headers";
import { endToEnd, type Header, headerPairs, withMissing } from "@/lib/server/rules/forwarding";
import { refuse } from "./refuse";

export type Proxy = {
  /**
   * Passes a request on and its answer back, streaming both ways. `body` is what was read of the request already, all of
   * it; a number cuts what is longer than so many bytes (413).
   */
  pass(
    incoming: IncomingMessage,
    answer: ServerResponse,
    headers: readonly Header[],
    body: Buffer | number,
  ): void;
  close(): void;
};

const starting = { status: 503, sentence: "The pages are starting. Try again in a few seconds." };
const noAnswer = { status: 502, sentence: "The page did not answer. Try again." };
const tooLate = { status: 504, sentence: "The page did not answer in time. Try again in a minute." };
const tooLarge = { status: 413, sentence: "The request is too large." };

/** Idle connections are ours to end: Next keeps them for longer, so none is cut while a request is on its way. */
const idleMs = 30_000;
/** Longer than any statement of a page may take: after this the pages' server is not busy, but stuck. */
const answerMsMax = 60_000;

/**
 * Hands requests to the server on `port()` of 127.0.0.1 over connections that are kept. An answer must begin within
 * `waitMs` of the end of its request (504); how long it then takes is its own matter.
 */
export function createProxy(port: () => number | null, waitMs: number = answerMsMax): Proxy {
  const agent = new Agent({ keepAlive: true, timeout: idleMs, scheduling: "lifo" });
  return {
    pass: (incoming, answer, headers, body) => {
      const target = port();
      if (target === null) return refuse(answer, starting);
      send({ agent, target, incoming, answer, headers, body, waitMs });
    },
    close: () => agent.destroy(),
  };
}

type Passing = {
  readonly agent: Agent;
  readonly target: number;
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  readonly headers: readonly Header[];
  readonly body: Buffer | number;
  readonly waitMs: number;
};

/**
 * What an answer gets that does not say it itself: the framework redirects, and serves files, before any code of ours
 * runs. "Not modified" stands for what its reader keeps, and changes nothing about it.
 */
function missingHeaders(status: number): Readonly<Record<string, string>> {
  return status === 304 ? {} : { ...defaultHeaders, "Cache-Control": "no-store" };
}

function send({ agent, target, incoming, answer, headers, body, waitMs }: Passing): void {
  const outgoing = request({
    agent,
    host: "127.0.0.1",
    port: target,
    method: incoming.method,
    path: incoming.url,
    headers: endToEnd(headers).flat(),
  });
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  outgoing.once("finish", () => {
    timer = setTimeout(() => {
      isLate = true;
      outgoing.destroy();
    }, waitMs);
  });
  outgoing.once("close", () => clearTimeout(timer));
  outgoing.on("response", (reply) => {
    clearTimeout(timer);
    const status = reply.statusCode ?? 502;
    const sent = endToEnd(headerPairs(reply.rawHeaders));
    answer.writeHead(status, reply.statusMessage, withMissing(sent, missingHeaders(status)).flat());
    reply.pipe(answer);
    reply.on("error", () => answer.destroy());
    reply.on("aborted", () => answer.destroy());
  });
  outgoing.on("error", () => {
    if (answer.headersSent) answer.destroy();
    else refuse(answer, isLate ? tooLate : noAnswer);
  });
  // A client that goes away takes its request with it.
  answer.on("close", () => {
    if (!answer.writableFinished) outgoing.destroy();
  });
  if (typeof body !== "number") return void outgoing.end(body);
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= body) return;
    incoming.off("data", count);
    incoming.unpipe(outgoing);
    refuse(answer, tooLarge);
    outgoing.destroy();
  };
  incoming.on("data", count);
  incoming.pipe(outgoing);
}

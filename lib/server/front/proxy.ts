import "server-only";
import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { defaultHeaders } from "@/lib/config/default-headers";
import { endToEnd, type Header, headerPairs, withHeaders, withMissing } from "@/lib/server/rules/forwarding";
import { rejectRequest } from "./reject-request";

export type Forwarding = {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly headers: readonly Header[];
  /** The whole body if it was already read, or the maximum number of bytes; a longer body gets 413. */
  readonly body: Buffer | number;
  /** The method, if not that of the request. */
  readonly method?: string;
  /** Sends the reply instead of streaming it as it is. Its head is not sent yet. */
  readonly send?: (reply: Reply, response: ServerResponse) => void;
};

/** What the pages' server replied: its headers without those of the connection, and with the defaults. */
export type Reply = {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: IncomingMessage;
};

export type Proxy = {
  /** Forwards a request and its response, streaming both ways. */
  pass(forwarding: Forwarding): void;
  close(): void;
};

const starting = { status: 503, sentence: "The pages are starting. Try again in a few seconds." };
const noResponse = { status: 502, sentence: "The page did not respond. Try again." };
const tooLate = { status: 504, sentence: "The page did not respond in time. Try again in a minute." };
const tooLarge = { status: 413, sentence: "The request is too large." };

/** We close idle connections: Next keeps them longer, so none is closed while a request is on its way. */
const idleMs = 30_000;
/** Longer than any statement of a page may take: after this the pages' server is stuck, not busy. */
const responseMsMax = 60_000;

/**
 * Forwards requests to the server on `port()` of 127.0.0.1 over kept-alive connections. A response must start within
 * `waitMs` of the end of its request (504); its duration is not limited.
 */
export function createProxy(port: () => number | null, waitMs: number = responseMsMax): Proxy {
  const agent = new Agent({ keepAlive: true, timeout: idleMs, scheduling: "lifo" });
  return {
    pass: (forwarding) => {
      const target = port();
      if (target === null) return rejectRequest(forwarding.response, starting);
      forward({ ...forwarding, agent, target, waitMs });
    },
    close: () => agent.destroy(),
  };
}

type Target = { readonly agent: Agent; readonly target: number; readonly waitMs: number };

/**
 * Default headers for responses that lack them: the framework sends redirects and files before any of our code runs. A
 * 304 gets none, because it must not change the headers of the cached response.
 */
function missingHeaders(status: number): Readonly<Record<string, string>> {
  return status === 304 ? {} : { ...defaultHeaders, "Cache-Control": "no-store" };
}

/** Sends the reply as it comes. */
function stream({ status, headers, body }: Reply, response: ServerResponse): void {
  response.writeHead(status, body.statusMessage, headers.flat());
  body.pipe(response);
}

function forward(forwarding: Forwarding & Target): void {
  const { agent, target, waitMs, incoming, response, headers, body, send = stream } = forwarding;
  const outgoing = request({
    agent,
    host: "127.0.0.1",
    port: target,
    method: forwarding.method ?? incoming.method,
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
    const received = endToEnd(headerPairs(reply.rawHeaders));
    // The framework lets caches keep its own error page for a year.
    const sent = status >= 500 ? withHeaders(received, { "Cache-Control": "no-store" }) : received;
    reply.on("error", () => response.destroy());
    reply.on("aborted", () => response.destroy());
    send({ status, headers: withMissing(sent, missingHeaders(status)), body: reply }, response);
  });
  let isRejected = false;
  outgoing.on("error", () => {
    // The response was sent, and the rest of the body is being drained.
    if (isRejected) return;
    if (response.headersSent) response.destroy();
    else rejectRequest(response, isLate ? tooLate : noResponse);
  });
  // A client's disconnect aborts its forwarded request.
  response.on("close", () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  if (typeof body !== "number") return void outgoing.end(body);
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= body) return;
    incoming.off("data", count);
    incoming.unpipe(outgoing);
    isRejected = true;
    rejectRequest(response, tooLarge);
    outgoing.destroy();
  };
  incoming.on("data", count);
  incoming.pipe(outgoing);
}

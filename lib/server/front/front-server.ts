import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { closeWithConnection } from "./close-waiting";
import { endStalledReaders } from "./stalled-readers";
import { createProxy } from "./proxy";
import { refuse } from "./refuse";
import { noteAnswer, refuseMalformed } from "./refuse-malformed";
import type { BuiltPages } from "./built-pages";
import { pageGate } from "./page-gate";
import { trustedProxies } from "./trusted-proxies";
import {
  clientAddress,
  headerPairs,
  internalHeaders,
  internalRawHeaders,
  isLoopbackAddress,
  plainAddress,
  unknownAddress,
  type Forwarded,
} from "../rules/forwarding";
import type { Refusal } from "../rules/page-request";

export type FrontServerOptions = {
  readonly port: number;
  readonly hosts: readonly string[];
  readonly appUrl: string;
  readonly trustedProxies: readonly string[];
  /** The public API, answered in this process. */
  readonly api: { fetch(request: Request, connection: object): Promise<Response> | Response };
  /** Called once, when a proxy on this machine passes requests on and is not among the trusted ones. */
  readonly onUntrustedProxy?: (address: string) => void;
  /** Health, readiness and metrics of this process, whose counters those are; null for what it does not answer. */
  readonly probe: (request: Request, caller: { readonly isLocal: boolean }) => Promise<Response | null>;
  /** How long a caller of the API may read nothing of what waits for it before its connection is ended. */
  readonly stalledReaderMs: number;
  /** What is known of the pages behind. */
  readonly pages: BuiltPages;
  /** Port of the pages' server on 127.0.0.1; null while it is not there. */
  readonly pagesPort: () => number | null;
  /** How long a page may take to begin its answer, when that is not a minute. */
  readonly pagesWaitMs?: number;
  /** How long the head of a request may take, when that is not 15 seconds. */
  readonly headWaitMs?: number;
};

export type FrontServer = {
  /** Accepts nothing new, lets running requests end within the given times, then ends what is left. */
  stop(patience: { readonly apiMs: number; readonly pagesMs: number }): Promise<void>;
};

const apiPath = /^\/api\/v1(?:[/?]|$)/;
const probePath = /^\/api\/(?:health|ready|metrics)(?:\?|$)/;
/** How long the last connections may take to be closed. */
const closeMsMax = 5_000;

/**
 * The one port. `/api/v1/*` is answered by the API in this process (a proxy in the framework's route handler costs
 * ten times as much); everything else goes to the pages' server, except what would make the framework there fail:
 * that is answered here. What a stranger says about the way of its request is removed before anybody sees it.
 */
export async function startFrontServer(options: FrontServerOptions): Promise<FrontServer> {
  const proxy = createProxy(options.pagesPort, options.pagesWaitMs);
  const passPage = pageGate(proxy, options.pages, new URL(options.appUrl).origin);
  const wayOf = wayReader(options);
  const answerApi = getRequestListener((request, connection) => options.api.fetch(request, connection));
  const handleProbe = getRequestListener(async (request) => {
    const isLocal = isLoopbackAddress(request.headers.get("x-forwarded-for") ?? "");
    return (await options.probe(request, { isLocal })) ?? new Response(null, { status: 404 });
  });
  const running = { api: 0, pages: 0 };
  const readers = endStalledReaders(options.stalledReaderMs);

  let isStopping = false;
  const handle = (incoming: IncomingMessage, answer: ServerResponse) => {
    // A caller who keeps its connection and asks on would keep us from ending.
    if (isStopping) answer.shouldKeepAlive = false;
    closeWithConnection(incoming, answer);
    noteAnswer(incoming, answer);
    const fault = badRequest(incoming);
    if (fault) return refuse(answer, fault);
    const url = incoming.url ?? "/";
    const kind = apiPath.test(url) ? "api" : "pages";
    running[kind] += 1;
    answer.once("close", () => (running[kind] -= 1));
    const isProbe = probePath.test(url);
    if (kind === "api" || isProbe) {
      replaceHeaders(incoming, wayOf(incoming));
      readers.watch(answer);
      return void (isProbe ? handleProbe : answerApi)(incoming, answer);
    }
    const internal = internalHeaders(headerPairs(incoming.rawHeaders), wayOf(incoming));
    // A client that goes away in the middle of its form gets no answer.
    passPage(incoming, answer, internal).catch(() => answer.destroy());
  };

  const servers = await Promise.all(options.hosts.map((host) => listen(options, host, handle)));
  return {
    stop: async ({ apiMs, pagesMs }) => {
      isStopping = true;
      const closed = Promise.all(servers.map((server) => closing(server)));
      const startedAt = Date.now();
      const waiting = () => {
        const elapsed = Date.now() - startedAt;
        return (running.api > 0 && elapsed < apiMs) || (running.pages > 0 && elapsed < pagesMs);
      };
      for (const server of servers) server?.closeIdleConnections();
      while (waiting()) await new Promise((resolve) => setTimeout(resolve, 50));
      for (const server of servers) server?.closeAllConnections();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, closeMsMax).unref())]);
      readers.stop();
      proxy.close();
    },
  };
}

/** Null when the machine has no such address (IPv6 switched off) — but never when the port is taken. */
async function listen(
  { port, headWaitMs = 15_000 }: FrontServerOptions,
  host: string,
  handle: (incoming: IncomingMessage, answer: ServerResponse) => void,
): Promise<Server | null> {
  const server = createServer(
    {
      headersTimeout: headWaitMs,
      requestTimeout: 120_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: Math.ceil(headWaitMs / 3),
      // Node's own answer to a request without it is a status line alone; ours is in `badRequest`.
      requireHostHeader: false,
    },
    handle,
  );
  // A client may end its side and wait for its answers. Without this flag of Node's, which its documentation does not name,
  // the connection would be closed before them. It is the API that takes an end for leaving, while nothing is sent yet.
  Reflect.set(server, "httpAllowHalfOpen", true);
  // There is no "upgrade" listener on purpose: without one Node treats such a request like any other, as it should be for
  // clients that offer HTTP/2, while an upgraded socket would be bounded by nothing and keep the server from closing.
  refuseMalformed(server);
  // Node would answer a header "Expect" that it does not know with a status line alone.
  server.on("checkExpectation", (_incoming, answer) =>
    refuse(answer, { status: 417, sentence: "The expectation of the request is not met." }),
  );
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(null);
      else reject(error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

function closing(server: Server | null): Promise<void> {
  return new Promise((resolve) => {
    if (!server) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function badRequest(incoming: IncomingMessage): Refusal | null {
  if (incoming.method === "TRACE") return { status: 405, sentence: "TRACE is not answered." };
  if (!incoming.url?.startsWith("/"))
    return { status: 400, sentence: "The address of the request must be a path." };
  if (incoming.httpVersion === "1.1" && incoming.headers.host === undefined)
    return { status: 400, sentence: "The request names no host." };
  return null;
}

/**
 * Reads the way that a request has taken: what its caller says of it counts only from trusted proxies. What a proxy on
 * this machine that nobody named passes on comes from anywhere, and not from this machine: its client is unknown.
 */
function wayReader(options: FrontServerOptions): (incoming: IncomingMessage) => Forwarded {
  const isTrusted = trustedProxies(options.trustedProxies);
  const { host, protocol } = new URL(options.appUrl);
  const scheme = protocol.slice(0, -1);
  // Behind https there is a proxy, since the product itself speaks http alone.
  const mayBeProxied = protocol === "https:" && options.trustedProxies.length === 0;
  let isTold = false;
  return (incoming) => {
    const peer = incoming.socket.remoteAddress ?? "";
    if (mayBeProxied && isLoopbackAddress(plainAddress(peer)) && isForwarded(incoming)) {
      if (!isTold) options.onUntrustedProxy?.(plainAddress(peer));
      isTold = true;
      return { clientAddress: unknownAddress, host, scheme };
    }
    const chain = isTrusted(plainAddress(peer)) ? (incoming.headersDistinct["x-forwarded-for"] ?? []) : [];
    return { clientAddress: clientAddress(peer, chain, isTrusted), host, scheme };
  };
}

/** True when something before us says that it has passed the request on. */
function isForwarded({ headers }: IncomingMessage): boolean {
  return ["x-forwarded-for", "forwarded", "x-real-ip"].some((name) => headers[name] !== undefined);
}

/** Makes the request look, to the API, as if the client had sent exactly these headers. */
function replaceHeaders(incoming: IncomingMessage, forwarded: Forwarded): void {
  const { raw, joined } = internalRawHeaders(incoming.rawHeaders, forwarded);
  incoming.rawHeaders = raw;
  incoming.headers = joined;
}

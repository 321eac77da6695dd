import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { closeWithConnection } from "./close-waiting";
import { endStalledReaders } from "./stalled-readers";
import { createProxy } from "./proxy";
import { rejectRequest } from "./reject-request";
import { noteResponse, rejectMalformed } from "./reject-malformed";
import { type BuiltFiles, noFiles } from "./built-files";
import type { BuiltPages } from "./built-pages";
import { pageGate } from "./page-gate";
import { plainPages } from "./plain-pages";
import { strictTransport } from "@/lib/config/default-headers";
import { trustedProxies } from "./trusted-proxies";
import {
  clientAddress,
  headerPairs,
  internalHeaders,
  internalRawHeaders,
  isLoopbackAddress,
  plainAddress,
  unknownAddress,
  withHeaders,
  type Forwarded,
} from "../rules/forwarding";
import type { Rejection } from "../rules/page-request";

export type FrontServerOptions = {
  readonly port: number;
  readonly hosts: readonly string[];
  readonly appUrl: string;
  readonly trustedProxies: readonly string[];
  /** The public API, served in this process. */
  readonly api: { fetch(request: Request, connection: object): Promise<Response> | Response };
  /** Called once, when a proxy on this machine that is not trusted forwards a request. */
  readonly onUntrustedProxy?: (address: string) => void;
  /** Serves health, readiness and metrics of this process; null for other paths. */
  readonly probe: (request: Request, caller: { readonly isLocal: boolean }) => Promise<Response | null>;
  /** How long an API client may stop reading while data is waiting before its connection is closed. */
  readonly stalledReaderMs: number;
  /** Facts about the built pages. */
  readonly pages: BuiltPages;
  /** Files that are sent from here; none by default. */
  readonly files?: BuiltFiles;
  /** Port of the pages' server on 127.0.0.1; null while it is not running. */
  readonly pagesPort: () => number | null;
  /** How long a page may take to start its response; a minute by default. */
  readonly pagesWaitMs?: number;
  /** How long the head of a request may take; 15 seconds by default. */
  readonly headWaitMs?: number;
};

export type FrontServer = {
  /** Accepts no new requests, lets running ones finish within the given times, then closes the rest. */
  stop(patience: { readonly apiMs: number; readonly pagesMs: number }): Promise<void>;
};

const apiPath = /^\/api\/v1(?:[/?]|$)/;
const probePath = /^\/api\/(?:health|ready|metrics)(?:\?|$)/;
/** How long the last connections may take to close. */
const closeMsMax = 5_000;

/**
 * The one port. The API serves `/api/v1/*` in this process (a proxy in the framework's route handler costs ten times as
 * much). Everything else goes to the pages' server, except requests that would make the framework fail: those get an
 * error here. Forwarding headers of untrusted clients are removed before any handler sees them.
 */
export async function startFrontServer(options: FrontServerOptions): Promise<FrontServer> {
  const proxy = createProxy(options.pagesPort, options.pagesWaitMs);
  const files = options.files ?? noFiles;
  const plain = plainPages(files.plainScript, options.appUrl);
  const passPage = pageGate(proxy, options.pages, plain, new URL(options.appUrl).origin);
  const forwardedOf = forwardedReader(options);
  const answerApi = getRequestListener((request, connection) => options.api.fetch(request, connection));
  const handleProbe = getRequestListener(async (request) => {
    const isLocal = isLoopbackAddress(request.headers.get("x-forwarded-for") ?? "");
    return (await options.probe(request, { isLocal })) ?? new Response(null, { status: 404 });
  });
  const running = { api: 0, pages: 0 };
  const readers = endStalledReaders(options.stalledReaderMs);

  const isHttps = options.appUrl.startsWith("https:");
  let isStopping = false;
  const handle = (incoming: IncomingMessage, response: ServerResponse) => {
    // A client that keeps sending requests on its connection would keep the server from stopping.
    if (isStopping) response.shouldKeepAlive = false;
    closeWithConnection(incoming, response);
    noteResponse(incoming, response);
    if (isHttps) response.setHeader("Strict-Transport-Security", strictTransport);
    const rejection = badRequest(incoming);
    if (rejection) return rejectRequest(response, rejection);
    const url = incoming.url ?? "/";
    const kind = apiPath.test(url) ? "api" : "pages";
    running[kind] += 1;
    response.once("close", () => (running[kind] -= 1));
    const isProbe = probePath.test(url);
    if (kind === "api" || isProbe) {
      replaceHeaders(incoming, forwardedOf(incoming));
      readers.watch(response);
      return void (isProbe ? handleProbe : answerApi)(incoming, response);
    }
    if (files.send(incoming, response)) return;
    // The pages' server fails on a range that it cannot satisfy, and a server may always send the whole.
    const internal = withHeaders(internalHeaders(headerPairs(incoming.rawHeaders), forwardedOf(incoming)), {
      Range: null,
      "If-Range": null,
    });
    // A client that disconnects in the middle of its form gets no response.
    passPage(incoming, response, internal).catch(() => response.destroy());
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

/** Null when the machine does not have the address (IPv6 disabled), but never when the port is taken. */
async function listen(
  { port, headWaitMs = 15_000 }: FrontServerOptions,
  host: string,
  handle: (incoming: IncomingMessage, response: ServerResponse) => void,
): Promise<Server | null> {
  const server = createServer(
    {
      headersTimeout: headWaitMs,
      requestTimeout: 120_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: Math.ceil(headWaitMs / 3),
      // For a request without a Host header Node sends only a status line; our response is in `badRequest`.
      requireHostHeader: false,
    },
    handle,
  );
  // A client may end its side of the connection and wait for its responses. Without this undocumented flag, Node would
  // close the connection before they are sent. Only the API treats such an end as a disconnect, while nothing is sent
  // yet.
  Reflect.set(server, "httpAllowHalfOpen", true);
  // There is no "upgrade" listener on purpose. Without one Node treats such a request like any other, which is right
  // for clients that offer HTTP/2. An upgraded socket would have no limits and would keep the server from closing.
  rejectMalformed(server);
  // For an unknown "Expect" header Node would send only a status line.
  server.on("checkExpectation", (_incoming, response) =>
    rejectRequest(response, { status: 417, sentence: "The Expect header is not supported." }),
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

function badRequest(incoming: IncomingMessage): Rejection | null {
  if (incoming.method === "TRACE") return { status: 405, sentence: "TRACE is not supported." };
  if (!incoming.url?.startsWith("/"))
    return { status: 400, sentence: "The address of the request must be a path." };
  if (incoming.httpVersion === "1.1" && incoming.headers.host === undefined)
    return { status: 400, sentence: "The request has no Host header." };
  // Node keeps the first one, and a proxy in front may have gone by another.
  if (countHosts(incoming.rawHeaders) > 1)
    return { status: 400, sentence: "The request has more than one Host header." };
  return null;
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") count += 1;
  }
  return count;
}

/**
 * Determines client, host and scheme of a request. Forwarding headers count only from trusted proxies. A request
 * forwarded by an untrusted proxy on this machine did not originate here, so its client is unknown.
 */
function forwardedReader(options: FrontServerOptions): (incoming: IncomingMessage) => Forwarded {
  const isTrusted = trustedProxies(options.trustedProxies);
  const { host, protocol } = new URL(options.appUrl);
  const scheme = protocol.slice(0, -1);
  // With https there is a proxy in front, since the product itself serves only http.
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

/** True when the request has forwarding headers. */
function isForwarded({ headers }: IncomingMessage): boolean {
  return ["x-forwarded-for", "forwarded", "x-real-ip"].some((name) => headers[name] !== undefined);
}

/** Replaces the request's headers, so that the API sees exactly these. */
function replaceHeaders(incoming: IncomingMessage, forwarded: Forwarded): void {
  const { raw, joined } = internalRawHeaders(incoming.rawHeaders, forwarded);
  incoming.rawHeaders = raw;
  incoming.headers = joined;
}

import "server-only";
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { malformedRejection } from "@/lib/server/rules/malformed-request";
import type { Rejection } from "@/lib/server/rules/page-request";
import { rejectionBody, rejectionHeaders } from "./reject-request";

/** How long a rejected client may keep sending: closing immediately could lose the response on its way. */
const lingerMsMax = 2_000;

const refused = new WeakSet<Duplex>();
const lastResponses = new WeakMap<Duplex, ServerResponse>();

/** Remembers the response to the latest request of a connection. */
export function noteResponse(incoming: IncomingMessage, response: ServerResponse): void {
  lastResponses.set(incoming.socket, response);
}

/**
 * Responds to malformed or late requests with the same error envelope as everywhere else; Node itself would send only a
 * status line. Nothing of the request is repeated or logged.
 */
export function rejectMalformed(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    rejectConnection(socket, malformedRejection(error.code)),
  );
  // CONNECT asks for a forward proxy, which this server is not.
  server.on("connect", (_incoming, socket) =>
    rejectConnection(socket, { status: 405, sentence: "CONNECT is not supported." }),
  );
}

function rejectConnection(socket: Duplex, rejection: Rejection): void {
  // The parser reports the error again for everything that follows.
  if (refused.has(socket)) return;
  refused.add(socket);
  socket.on("error", () => undefined);
  if (!socket.writable || !isResponseDue(socket)) return void socket.destroy();
  socket.end(rawResponse(rejection));
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMsMax).unref();
  socket.once("close", () => clearTimeout(timer));
}

/**
 * False when a response has started, was already sent, or is pending for an earlier request: an error written now would
 * be read as part of that response, or as the next one.
 */
function isResponseDue(socket: Duplex): boolean {
  const last = lastResponses.get(socket);
  if (!last) return true;
  // If that request is complete, the malformed data came after it. Otherwise it is in its body.
  return last.req.complete ? last.writableFinished : last.socket !== null && !last.headersSent;
}

/** A response as text, for sockets without a `ServerResponse`. */
function rawResponse(rejection: Rejection): string {
  const headers = Object.entries({ ...rejectionHeaders(rejection), Connection: "close" });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${rejection.status} ${STATUS_CODES[rejection.status]}\r\n${lines}\r\n${rejectionBody(rejection)}`;
}

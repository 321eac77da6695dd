import "server-only";
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { malformedRefusal } from "@/lib/server/rules/malformed-request";
import type { Refusal } from "@/lib/server/rules/page-request";
import { refusalBody, refusalHeaders } from "./refuse";

/** How long a caller may go on sending after it was refused: closing at once would lose the answer on its way. */
const lingerMsMax = 2_000;

const refused = new WeakSet<Duplex>();
const lastAnswers = new WeakMap<Duplex, ServerResponse>();

/** Remembers the answer to the latest request of a connection. */
export function noteAnswer(incoming: IncomingMessage, answer: ServerResponse): void {
  lastAnswers.set(incoming.socket, answer);
}

/**
 * Answers what is no HTTP, or does not come in time, in the envelope that every other error wears. Node's own answers
 * to it are a status line alone. Nothing of the request is repeated or logged.
 */
export function refuseMalformed(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    refuseConnection(socket, malformedRefusal(error.code)),
  );
  // A forward proxy is what CONNECT asks for; this is none.
  server.on("connect", (_incoming, socket) =>
    refuseConnection(socket, { status: 405, sentence: "CONNECT is not answered." }),
  );
}

function refuseConnection(socket: Duplex, refusal: Refusal): void {
  // What comes after the error is read by the same parser, which says the same of it again.
  if (refused.has(socket)) return;
  refused.add(socket);
  socket.on("error", () => undefined);
  if (!socket.writable || !isAnswerDue(socket)) return void socket.destroy();
  socket.end(rawAnswer(refusal));
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMsMax).unref();
  socket.once("close", () => clearTimeout(timer));
}

/**
 * False when an answer has begun, was given already, or is due to an earlier request: what is written now would be taken
 * for a part of that one, or for the next one.
 */
function isAnswerDue(socket: Duplex): boolean {
  const last = lastAnswers.get(socket);
  if (!last) return true;
  // A whole request: what is malformed came after it. Else it is the body of this one.
  return last.req.complete ? last.writableFinished : last.socket !== null && !last.headersSent;
}

/** An answer where there is no `ServerResponse` to write it. */
function rawAnswer(refusal: Refusal): string {
  const headers = Object.entries({ ...refusalHeaders(refusal), Connection: "close" });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines}\r\n${refusalBody(refusal)}`;
}

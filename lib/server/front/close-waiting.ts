import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const responsesOf = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Closes a response together with its connection, also while it is queued behind another one. Node emits no event for a
 * pipelined request whose response has not been started, so code that waits for its end would wait forever.
 */
export function closeWithConnection({ socket }: IncomingMessage, response: ServerResponse): void {
  const responses = responsesOf.get(socket) ?? new Set();
  if (!responsesOf.has(socket)) {
    responsesOf.set(socket, responses);
    socket.once("close", () => {
      // The response being written owns the connection, so Node closes it.
      for (const waiting of [...responses].filter((one) => one.socket === null)) {
        waiting.destroy();
        waiting.emit("close");
      }
    });
  }
  responses.add(response);
  response.once("close", () => responses.delete(response));
}

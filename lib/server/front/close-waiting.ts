import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const answersOf = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Closes an answer with its connection also while it waits behind another one: to a request that came before that one
 * was answered, Node says nothing, and whatever waits for its end would wait for ever.
 */
export function closeWithConnection({ socket }: IncomingMessage, answer: ServerResponse): void {
  const answers = answersOf.get(socket) ?? new Set();
  if (!answersOf.has(socket)) {
    answersOf.set(socket, answers);
    socket.once("close", () => {
      // The one that is being written has its connection, and is told by Node.
      for (const waiting of [...answers].filter((one) => one.socket === null)) {
        waiting.destroy();
        waiting.emit("close");
      }
    });
  }
  answers.add(answer);
  answer.once("close", () => answers.delete(answer));
}

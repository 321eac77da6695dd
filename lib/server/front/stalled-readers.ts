import "server-only";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

type Watched = { taken: number; sinceMs: number };

/**
 * Ends connections whose reader takes nothing although something waits for it. Memory and sockets would otherwise be
 * held for as long as a caller likes. Looks four times per `stalledMs`; a reader who takes a little keeps its connection.
 */
export function endStalledReaders(stalledMs: number): {
  watch(response: ServerResponse): void;
  stop(): void;
} {
  const watched = new Map<ServerResponse, Watched>();
  const look = () => {
    const now = performance.now();
    for (const [response, state] of watched) {
      const { socket } = response;
      if (!socket) continue;
      const taken = bytesTaken(socket);
      if (socket.writableLength === 0 || taken !== state.taken) {
        state.taken = taken;
        state.sinceMs = now;
      } else if (now - state.sinceMs >= stalledMs) {
        socket.destroy();
      }
    }
  };
  const timer = setInterval(look, Math.max(100, stalledMs / 4));
  timer.unref();
  return {
    watch: (response) => {
      watched.set(response, { taken: -1, sinceMs: performance.now() });
      response.once("close", () => watched.delete(response));
    },
    stop: () => clearInterval(timer),
  };
}

/**
 * Bytes that have left this process. The socket's own counters move only when a whole write is through, which can be a
 * plain answer of many megabytes; those of its handle (not documented, of Node 20) move with every piece of it.
 */
function bytesTaken(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, "_handle");
  if (typeof handle === "object" && handle !== null) {
    const [written, waiting] = ["bytesWritten", "writeQueueSize"].map((name): unknown =>
      Reflect.get(handle, name),
    );
    if (typeof written === "number" && typeof waiting === "number") return written - waiting;
  }
  return socket.bytesWritten - socket.writableLength;
}

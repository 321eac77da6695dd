import "server-only";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

type Watched = { taken: number; sinceMs: number };

/**
 * Closes connections whose client reads nothing while data is waiting. Otherwise a client could hold memory and sockets
 * for as long as it likes. Checks four times per `stalledMs`; a client that reads a little keeps its connection.
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
 * Bytes that have left this process. The socket's own counters move only when a whole write has completed, which can be
 * a plain response of many megabytes. Those of its handle (undocumented, as of Node 20) move with every chunk.
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

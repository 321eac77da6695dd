import "server-only";
import { createServer } from "node:net";

/** A port of 127.0.0.1 that nobody listens on: the preferred one when it is free, else one the system gives. */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred > 0 && (await canListen(preferred)) !== null) return preferred;
  const port = await canListen(0);
  if (port === null) throw new Error("No free port on 127.0.0.1.");
  return port;
}

/** The port that could be listened on, or null when it is taken. */
async function canListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

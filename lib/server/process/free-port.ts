import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { createServer } from "node:net";

/** A free port of 127.0.0.1: the preferred one if free, otherwise one chosen by the system. */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred > 0 && (await canListen(preferred)) !== null) return preferred;
  const port = await canListen(0);
  if (port === null) throw new OperatorProblem("No free port on 127.0.0.1.");
  return port;
}

/** The port if it could be listened on, or null if it is taken. */
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

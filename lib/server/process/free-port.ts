import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the ports that Linux, macOS and Windows give to outgoing connections. Of those, one that is free now may belong
 * to a connection by the time our part listens on it.
 */
const firstPort = 20_000;
const portCount = 5_000;
const attemptsMax = 20;

/** A free port of 127.0.0.1: the preferred one if free, otherwise one that no outgoing connection will take. */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred > 0 && (await canListen(preferred)) !== null) return preferred;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const port = await canListen(firstPort + randomInt(portCount));
    if (port !== null) return port;
  }
  throw new OperatorProblem("No free port on 127.0.0.1.");
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

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A listening simulator. `stop` also closes open connections. */
export type Running = { readonly url: string; readonly port: number; stop(): Promise<void> };

/** Listens only on the loopback address; port 0 picks a free port. Rejects when the port is taken. */
export async function serve(listener: RequestListener, port: number): Promise<Running> {
  const server = createServer({ keepAliveTimeout: 65_000, highWaterMark: 64 * 1024 }, listener);
  await listen(server, port);
  const actual = portOf(server.address());
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Port of a listening TCP server. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string")
    throw new Error("The server is not listening on a port");
  return address.port;
}

/** The whole body as text. Rejects when it is longer than `bytesMax` or the client disconnects. */
export function readBody(request: IncomingMessage, bytesMax = 64 * 1024 * 1024): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > bytesMax) {
        request.destroy();
        reject(new Error("Request body too large"));
        return;
      }
      parts.push(part);
    });
    request.on("end", () =>
      resolve(parts.length === 1 ? String(parts[0]) : Buffer.concat(parts).toString("utf8")),
    );
    request.on("error", reject);
    request.on("aborted", () => reject(new Error("The sender went away")));
  });
}

/** Sends a response with the given JSON text. */
export function sendJson(
  response: ServerResponse,
  status: number,
  json: string,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(json),
    ...headers,
  });
  response.end(json);
}

/** Sends one of our pages. The default policy allows only our inline style and forms. */
export function sendPage(response: ServerResponse, status: number, html: string, policy = pagePolicy) {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(html),
    "cache-control": "no-store",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(html);
}

// No form-action here: browsers also apply it to the redirect after a form, and a payment ends on the merchant's site.
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/** A redirect that turns a form post into a GET. */
export function seeOther(response: ServerResponse, location: string) {
  response.writeHead(303, { location, "cache-control": "no-store" });
  response.end();
}

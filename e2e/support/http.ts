import { Agent, request } from "node:http";
import { connect } from "node:net";
import { origin } from "./product";

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};

export type HttpCall = {
  readonly method?: string;
  /** Text is sent as UTF-8; bytes unchanged. */
  readonly body?: string | Uint8Array;
  /** Null sends none, even if the call would have one. */
  readonly headers?: Readonly<Record<string, string | null>>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/**
 * A request to the running server without a client that normalizes it: the path is sent as written, redirects are not
 * followed, a GET may have a body. Rejects when the connection ends without a response, or after 30 seconds.
 */
export function send(
  path: string,
  { method = "GET", body, headers = {} }: HttpCall = {},
): Promise<HttpResponse> {
  const { hostname, port } = new URL(origin());
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  const length =
    bytes && headers["content-length"] === undefined ? { "content-length": String(bytes.length) } : {};
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        path,
        method,
        agent,
        timeout: 30_000,
        headers: Object.fromEntries(
          Object.entries({ ...length, ...headers }).filter(([, value]) => value !== null),
        ) as Record<string, string>,
      },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on("data", (piece: Buffer) => pieces.push(piece));
        incoming.once("error", reject);
        incoming.once("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(pieces).toString("utf8"),
          }),
        );
      },
    );
    outgoing.once("timeout", () =>
      outgoing.destroy(new Error(`No response in time: ${method} ${path.slice(0, 200)}`)),
    );
    outgoing.once("error", reject);
    outgoing.end(bytes);
  });
}

/** Sends Latin-1 text to the server as raw bytes. Resolves with the status; 0 without a response. */
export function sendRaw(text: string): Promise<number> {
  const socket = connect(Number(new URL(origin()).port), "127.0.0.1");
  return new Promise((resolve) => {
    let response = "";
    // An incomplete request gets no response.
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on("error", () => undefined);
    socket.on("data", (piece: Buffer) => {
      response += piece.toString("latin1");
      socket.end();
    });
    socket.once("close", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1] ?? 0)));
    socket.write(Buffer.from(text, "latin1"));
  });
}

/** Path and query of a redirect, including one that the framework sends inside a started page; null for none. */
export function redirectOf({ status, headers, text }: HttpResponse): string | null {
  const inPage = /<meta id="__next-page-redirect" http-equiv="refresh" content="\d+;url=([^"]+)"/.exec(
    text,
  )?.[1];
  const target =
    headers["x-action-redirect"] ?? (status >= 300 && status < 400 ? headers["location"] : null) ?? inPage;
  if (typeof target !== "string") return null;
  const { pathname, search } = new URL(
    target.replace(/;(push|replace)$/, "").replaceAll("&amp;", "&"),
    origin(),
  );
  return `${pathname}${search}`;
}

import { Agent, request } from "node:http";
import { origin } from "./product";

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};

export type HttpCall = {
  readonly method?: string;
  /** Text goes out as UTF-8; bytes as they are. */
  readonly body?: string | Uint8Array;
  /** A list sends the header once for each value. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/**
 * A request to the running server without a client that repairs it: the path goes out as it is written, redirects are
 * not followed, a body may come with GET. Rejects when the connection ends without an answer, or after 30 seconds.
 */
export function send(
  path: string,
  { method = "GET", body, headers = {} }: HttpCall = {},
): Promise<HttpAnswer> {
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
        headers: { ...length, ...headers } as Record<string, string | string[]>,
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
      outgoing.destroy(new Error(`No answer in time: ${method} ${path.slice(0, 200)}`)),
    );
    outgoing.once("error", reject);
    outgoing.end(bytes);
  });
}

/** The path and query of a redirect, also of one that the framework sends in a page that has begun; null for none. */
export function redirectOf({ status, headers, text }: HttpAnswer): string | null {
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

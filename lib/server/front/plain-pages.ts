import "server-only";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { errorFacts, log } from "@/lib/config/log";
import { cookieName } from "@/lib/kernel/cookie-names";
import { plainHeader } from "@/lib/kernel/plain-page";
import { acceptedEncoding } from "@/lib/server/rules/accepted-encoding";
import { type Header, withHeaders } from "@/lib/server/rules/forwarding";
import { isPlainRequest, plainPolicy, statusOf, toPlainPage } from "@/lib/server/rules/plain-page";
import type { Forwarding, Reply } from "./proxy";

type Pass = (forwarding: Forwarding) => void;

/** Pages for visitors without a session: without the framework's scripts, and with one small script of ours. */
export type PlainPages = {
  /** How to forward this request: so that its page is sent plain, or unchanged. */
  passing(incoming: IncomingMessage, pass: Pass): Pass;
};

/** Many times the size of our largest page. A longer one is sent as it is. */
const bytesMax = 8 * 1024 * 1024;

/** `script` is the address of our script. Without one, as in development, no page is plain. */
export function plainPages(script: string | null, appUrl: string): PlainPages {
  const sessionCookie = cookieName("session", appUrl);
  const isHttps = appUrl.startsWith("https:");
  return {
    passing: (incoming, pass) => {
      const { url = "/", headersDistinct } = incoming;
      if (script === null || !isPlainRequest({ url, headers: headersDistinct }, sessionCookie)) return pass;
      return (forwarding) =>
        pass({
          ...forwarding,
          // The status of a page is in its document, so one is read for HEAD too.
          method: incoming.method === "HEAD" ? "GET" : incoming.method,
          headers: withHeaders(forwarding.headers, { [plainHeader]: "1", "Accept-Encoding": "identity" }),
          send: (reply, response) => {
            sendPlain(reply, response, { script, isHttps }).catch((error: unknown) => {
              // A page that broke off, or that its reader has left, is no failure of ours.
              if (!reply.body.errored && !response.destroyed)
                log().error({ event: "plain_page_failed", ...errorFacts(error) });
              response.destroy();
            });
          },
        });
    },
  };
}

type Plan = { readonly script: string; readonly isHttps: boolean };

async function sendPlain(reply: Reply, response: ServerResponse, { script, isHttps }: Plan): Promise<void> {
  const { status, headers, body } = reply;
  const document = isDocument(headers) ? await readDocument(reply, response) : null;
  if (document === null) {
    if (!response.headersSent) response.writeHead(status, body.statusMessage, headers.flat());
    return void body.pipe(response);
  }
  const nonce = randomBytes(16).toString("base64");
  const plain = toPlainPage(document, `<script src="${script}" nonce="${nonce}" defer=""></script>`);
  if (plain === null) reportWhole();
  const encoding = acceptedEncoding(response.req.headers["accept-encoding"]);
  const content = await compressed(plain ?? document, encoding);
  if (response.destroyed) return;
  const sent = withHeaders(headers, {
    "Transfer-Encoding": null,
    "Content-Length": String(content.length),
    "Content-Encoding": encoding,
    Vary: "Accept-Encoding, Cookie, RSC",
    // A page that is not whole without React keeps the policy that lets it run.
    ...(plain !== null && { "Content-Security-Policy": plainPolicy(nonce, isHttps) }),
  });
  response.writeHead(statusOf(document) ?? status, sent.flat());
  response.end(content);
}

let isReported = false;

/** A page that failed is sent whole. If others are too, the framework writes its scripts in a way that is not known here. */
function reportWhole(): void {
  if (isReported) return;
  isReported = true;
  log().info({ event: "page_sent_with_framework" });
}

function isDocument(headers: readonly Header[]): boolean {
  const valueOf = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  return /^text\/html\b/.test(valueOf("content-type") ?? "") && valueOf("content-encoding") === undefined;
}

/** The whole document, or null when it is too long: then its beginning has been sent, and the rest is still to come. */
async function readDocument(
  { status, headers, body }: Reply,
  response: ServerResponse,
): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes <= bytesMax) continue;
    response.writeHead(status, body.statusMessage, headers.flat());
    for (const part of chunks) response.write(part);
    return null;
  }
  return Buffer.concat(chunks).toString("utf8");
}

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);
/** Smaller than gzip, in about the same time. */
const brotliQuality = 4;

async function compressed(text: string, encoding: "br" | "gzip" | null): Promise<Buffer> {
  if (encoding === null) return Buffer.from(text);
  if (encoding === "gzip") return gzipOf(text);
  return brotliOf(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

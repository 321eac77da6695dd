import "server-only";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Sealed } from "@/lib/kernel/sealed";
import { headerOf } from "./connection";
import { badRequest, problemResponse, refuse } from "./problem";

/** What a completion may bring; everything else is a few fields. */
const completionLimit = limit(10 * 1024 * 1024, "10 MB");
const smallLimit = limit(16 * 1024, "16 KB");
const isCompletion = /\/completions\/?$/;

function limit(bytesMax: number, text: string) {
  const refuseTooLarge = (c: Context) =>
    problemResponse(
      c,
      refuse(413, `The request body is too large: at most ${text}`, "payload_too_large").refusal,
    );
  return { bytesMax, refuseTooLarge, countBytes: bodyLimit({ maxSize: bytesMax, onError: refuseTooLarge }) };
}

/**
 * Refuses what is too large for its address before it is read. A length that is announced is enough, since the HTTP server holds the
 * sender to it; only a body of unknown length is counted. Looking at the body's stream, which counting does, costs a
 * tenth of all processor time that a completion takes.
 */
export const limitBody: MiddlewareHandler = (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  const announced = headerOf(c, "content-length");
  const { bytesMax, refuseTooLarge, countBytes } = isCompletion.test(c.req.path)
    ? completionLimit
    : smallLimit;
  if (announced === undefined || headerOf(c, "transfer-encoding") !== undefined) return countBytes(c, next);
  return Number(announced) > bytesMax ? Promise.resolve(refuseTooLarge(c)) : next();
};

/** What a body measures by its announcement; null when its length is unknown. */
export function announcedBytes(c: Context): number | null {
  const announced = headerOf(c, "content-length");
  if (announced === undefined || headerOf(c, "transfer-encoding") !== undefined) return null;
  return Number(announced);
}

/** The request's text. The size was limited before. */
export function readText(c: Context): Promise<Sealed<string>> {
  return c.req.text().then((text) => new Sealed(text));
}

/** The same for a body of unknown length. `onBytes` is told how much there is so far, and may throw. */
export async function readUnknown(
  c: Context,
  onBytes: (bytes: number) => void,
): Promise<{ text: Sealed<string>; bytes: number }> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const reader = c.req.raw.body?.getReader();
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    pieces.push(read.value);
    bytes += read.value.length;
    onBytes(bytes);
  }
  return { text: new Sealed(Buffer.concat(pieces).toString("utf8")), bytes };
}

/** The JSON of a text, sealed, because it is content. */
export function parseJson(text: Sealed<string>): Sealed<unknown> {
  try {
    return new Sealed<unknown>(JSON.parse(text.open()));
  } catch {
    // The parser's own message would quote the body.
    throw badRequest("The body is not valid JSON");
  }
}

import "server-only";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ValueCount } from "@/lib/api/rules/count-values";
import type { Turn } from "@/lib/gateway/take-turn";
import { Redacted } from "@/lib/kernel/redacted";
import { headerOf } from "./connection";
import { badRequest, type ApiException, errorResponse, createApiException } from "./api-exception";

/** Prompts may contain images and whole books; requests that manage keys are a few lines. */
const completions = limitOf(10 * 1024 * 1024, "10 MB");
const others = limitOf(16 * 1024, "16 KB");
/**
 * The most names and values in one body. Full histories (5,000 messages with tool calls) have some 60,000, a hundred
 * tools ten thousand more. A hundred thousand of the costliest take 50 ms to parse, which cannot be interrupted.
 */
const valuesMax = 100_000;

/** More digits than any real number has. The error then names the number's length instead of the number of values. */
const digitsMax = 1_000;

function tooManyValues(values: ValueCount): ApiException {
  if (values.digitsMax > digitsMax) return badRequest("A number in the body is too long");
  return badRequest(
    `The body has too many values: at most ${valuesMax.toLocaleString("en-US")}. A name counts as one, an empty list or ` +
      "object as two, and a number as one and another one for every 16 digits after its first 16",
  );
}

function limitOf(bytesMax: number, size: string) {
  const tooLarge = () =>
    createApiException(413, `The request body is too large: at most ${size}`, "payload_too_large");
  const rejectTooLarge = (c: Context) => errorResponse(c, tooLarge().apiError);
  return { bytesMax, tooLarge, rejectTooLarge };
}

/** Buffers the whole body in the meantime, even without a key: for small bodies only. */
const countBytes = bodyLimit({ maxSize: others.bytesMax, onError: others.rejectTooLarge });

/**
 * Rejects bodies that are too large for their route before they are read. An announced length is enough, since the HTTP
 * server holds the sender to it. Only bodies of unknown length are counted, those of completions once they have a slot
 * (`readPieces`). Counting reads the body as a stream, which costs a tenth of all processor time of a completion.
 */
export const limitBody: MiddlewareHandler = (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  const announced = announcedBytes(c);
  const limit = /\/completions\/?$/.test(c.req.path) ? completions : others;
  if (announced === null) return limit === completions ? next() : countBytes(c, next);
  return announced > limit.bytesMax ? Promise.resolve(limit.rejectTooLarge(c)) : next();
};

/** The announced length of the body; null when its length is unknown. */
export function announcedBytes(c: Context): number | null {
  const announced = headerOf(c, "content-length");
  if (announced === undefined || headerOf(c, "transfer-encoding") !== undefined) return null;
  return Number(announced);
}

/** The request's text. Its size has been checked before. */
export function readText(c: Context): Promise<Redacted<string>> {
  return c.req.text().then((text) => new Redacted(text));
}

/**
 * Reads the bytes of a large body, or of one of unknown length, in the pieces in which they arrive. Counts the values
 * in each piece, and rejects more than can be parsed without delaying other requests. `onBytes` receives the number of
 * bytes so far, and may throw. A rejected body is still read to its end and discarded, unless it exceeds the maximum
 * size: a client that is still sending would not see the error.
 */
export async function readPieces(
  c: Context,
  onBytes: (bytes: number) => void,
): Promise<Redacted<readonly Uint8Array[]>> {
  let pieces: Uint8Array[] = [];
  let apiError: unknown = null;
  const values = new ValueCount();
  let bytes = 0;
  const reader = c.req.raw.body?.getReader();
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    bytes += read.value.length;
    if (bytes > completions.bytesMax) throw completions.tooLarge();
    if (apiError) continue;
    pieces.push(read.value);
    try {
      onBytes(bytes);
      values.add(read.value);
      if (values.total > valuesMax) throw tooManyValues(values);
    } catch (error) {
      apiError = error;
      pieces = [];
    }
  }
  if (apiError) throw apiError;
  return new Redacted(pieces);
}

/** Parses a text as JSON. The result stays redacted, because it is content. */
export function parseJson(text: Redacted<string>): Redacted<unknown> {
  try {
    return new Redacted<unknown>(JSON.parse(text.expose()));
  } catch {
    // The parser's own message would quote the body.
    throw badRequest("The body is not valid JSON");
  }
}

/**
 * Like `parseJson`, for pieces, within the turn that the request holds: other requests continue between the pieces, but
 * not while the whole text is parsed.
 */
export async function parsePieces(
  pieces: Redacted<readonly Uint8Array[]>,
  turn: Turn,
): Promise<Redacted<unknown>> {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (const piece of pieces.expose()) {
    texts.push(decoder.decode(piece, { stream: true }));
    await turn.pause();
  }
  texts.push(decoder.decode());
  const parsed = parseJson(new Redacted(texts.join("")));
  await turn.pause();
  return parsed;
}

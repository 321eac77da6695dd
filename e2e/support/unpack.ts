import { constants, inflateRawSync } from "node:zlib";

/** Compressed streams of one place that are tried; a place that has more fails the search instead of ending it. */
const streamsMax = 2_000;
/** Bytes of one stream. A larger one fails the search too: nothing is left out silently. */
const bytesMax = 50_000_000;
const magic = Buffer.from([0x1f, 0x8b, 0x08]);

/**
 * What the gzip streams in a place contain: streams that begin anywhere in it, also one that breaks off, and those that are
 * written as hexadecimal digits (as tables show bytes) or in base64. Bytes that only look like the beginning of a stream
 * give nothing.
 */
export function unpacked(place: string | Buffer): readonly Buffer[] {
  const bytes = typeof place === "string" ? Buffer.from(place) : place;
  const streams = [
    ...occurrences(bytes, magic).map((at) => bytes.subarray(at)),
    ...occurrences(bytes, "1f8b08").map((at) => Buffer.from(run(bytes, at, /^[0-9a-f]+/i), "hex")),
    ...occurrences(bytes, "H4sI").map((at) => Buffer.from(run(bytes, at, /^[A-Za-z0-9+/_-]+/), "base64")),
  ];
  if (streams.length > streamsMax) throw new Error(`more than ${streamsMax} compressed streams`);
  return streams.flatMap((stream) => gunzip(stream) ?? []);
}

function occurrences(bytes: Buffer, what: Buffer | string): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(what); at >= 0; at = bytes.indexOf(what, at + 1)) found.push(at);
  return found;
}

/** The text from there on, as far as it has only such letters, and at most what decompresses to the limit. */
function run(bytes: Buffer, at: number, letters: RegExp): string {
  return letters.exec(bytes.toString("latin1", at, at + 4_000_000))?.[0] ?? "";
}

/** Without its header and trailer: what follows a stream is no error, and a stream that breaks off gives what it has. */
function gunzip(stream: Buffer): Buffer | null {
  const body = stream.subarray(headerLength(stream));
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    const content = inflateRawSync(body, { finishFlush, maxOutputLength: bytesMax });
    return content.length > 0 ? content : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") throw error;
    return null;
  }
}

/** Ten bytes, then what the fourth byte announces: more fields, a name, a comment, a checksum. */
function headerLength(stream: Buffer): number {
  const flags = stream[3] ?? 0;
  let length = 10;
  if (flags & 4) length += 2 + (stream[length] ?? 0) + 256 * (stream[length + 1] ?? 0);
  for (const text of [8, 16]) if (flags & text) length = stream.indexOf(0, length) + 1 || stream.length;
  return flags & 2 ? length + 2 : length;
}

import type { CompletionKind } from "./chat-input";
import { isTooDeep } from "./json-outline";
import { readUnparsed, type UnparsedResponse } from "./unparsed-response";
import type { WireHead } from "./wire-response";
import { chunkWriter, type ChunkWriter, type ReadChunk, readChunk } from "./wire-chunk";

export type ReadLine =
  | { readonly is: "chunk"; readonly chunk: ReadChunk }
  | { readonly is: "too_deep"; readonly unparsed: UnparsedResponse }
  | { readonly is: "unreadable" };

/** What has to be known to read a line in another thread. `head` is null when nobody is to get what is made of it. */
export type LineReading = { readonly kind: CompletionKind; readonly head: WireHead | null };

/** Reads one line of a stream, and encodes it again unless nobody reads it: then `writer` is null. */
export function readLine(kind: CompletionKind, line: string, writer: ChunkWriter | null): ReadLine {
  if (isTooDeep(line)) return { is: "too_deep", unparsed: readUnparsed(line, 0) };
  const chunk = readChunk(kind, line, writer);
  return chunk ? { is: "chunk", chunk } : { is: "unreadable" };
}

/** The same where there is no writer to be had. */
export function readLineInThread(line: string, { kind, head }: LineReading): ReadLine {
  return readLine(kind, line, head && chunkWriter(kind, head));
}

import { isTooDeep } from "./json-outline";
import { readUnparsed, type UnparsedResponse } from "./unparsed-response";
import type { WireHead } from "./wire-response";
import { type ChunkReading, chunkWriter, type ReadChunk, readChunk } from "./wire-chunk";

export type ReadLine =
  | { readonly is: "chunk"; readonly chunk: ReadChunk }
  | { readonly is: "too_deep"; readonly unparsed: UnparsedResponse }
  | { readonly is: "unreadable" };

/** What another thread needs to read a line. `head` is null when no reader will get the result. */
export type LineReading = Pick<ChunkReading, "kind" | "keepsChoices"> & { readonly head: WireHead | null };

/** Reads one line of a stream. Encodes it again unless `writer` is null, which means that there is no reader. */
export function readLine(line: string, reading: ChunkReading): ReadLine {
  if (isTooDeep(line)) return { is: "too_deep", unparsed: readUnparsed(line, 0) };
  const chunk = readChunk(line, reading);
  return chunk ? { is: "chunk", chunk } : { is: "unreadable" };
}

/** The same in the worker thread, which creates its own writer. */
export function readLineInThread(line: string, { kind, head, keepsChoices }: LineReading): ReadLine {
  return readLine(line, { kind, keepsChoices, writer: head && chunkWriter(kind, head) });
}

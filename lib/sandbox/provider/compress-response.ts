import type { ServerResponse } from "node:http";
import { constants, createBrotliCompress, createDeflate, createGzip } from "node:zlib";
import type { Encoding } from "./directives";

/** Compresses everything written from now on, and flushes each chunk so that it can be read immediately. */
export function compressResponse(response: ServerResponse, encoding: Encoding): void {
  const encoder = encoderOf(encoding);
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  encoder.on("data", (piece: Buffer) => write(piece));
  encoder.on("end", () => end());
  Object.assign(response, {
    writeHead: (status: number, headers: Record<string, string | number> = {}) => {
      const { "content-length": _, ...others } = headers;
      return writeHead(status, { ...others, "content-encoding": encoding });
    },
    // Writes do not wait for drain: these responses are small.
    write: (text: string) => encoder.write(text) || true,
    end: (text?: string) => encoder.end(text),
  });
}

function encoderOf(encoding: Encoding) {
  if (encoding === "br") return createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH });
  const options = { flush: constants.Z_SYNC_FLUSH };
  return encoding === "gzip" ? createGzip(options) : createDeflate(options);
}

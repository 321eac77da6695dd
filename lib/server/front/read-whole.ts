import "server-only";
import type { IncomingMessage } from "node:http";

/** The whole body of a request, or null when it is longer than `bytesMax`. Rejects when the client disconnects. */
export async function readWhole(incoming: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= bytesMax) return;
      incoming.off("data", take);
      resolve(null);
    };
    incoming.on("data", take);
    incoming.once("end", () => resolve(Buffer.concat(chunks)));
    incoming.once("close", () => reject(new Error("the client has gone away")));
    incoming.once("error", reject);
  });
}

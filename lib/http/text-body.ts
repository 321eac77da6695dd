import "server-only";

/**
 * The body of a request as text, or null when it is longer than `bytesMax`. Counted while reading, because the length
 * in a header is only a claim; nothing is read past the limit.
 */
export async function readTextBody(request: Request, bytesMax: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? "0") > bytesMax) return null;
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

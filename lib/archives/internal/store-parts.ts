import "server-only";
import { createHash } from "node:crypto";
import { db } from "@/lib/db/client";
import { encryptPart } from "./encrypt-part";

/** Small enough for memory and one statement, large enough for few rows. */
const partBytes = 1_048_576;

/** Stores a file as encrypted pieces while it is made. Returns its size and checksum. */
export async function storeParts(
  archiveId: string,
  file: AsyncIterable<Uint8Array>,
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let number = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    for (let at = 0; at < bytes.length; at += partBytes) {
      const { nonce, ciphertext } = encryptPart({ archiveId, number }, bytes.subarray(at, at + partBytes));
      const data = { archiveId, number, nonce: bytesOf(nonce), ciphertext: bytesOf(ciphertext) };
      await db().archivePart.create({ data, select: { number: true } });
      number += 1;
    }
  };
  for await (const chunk of file) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes >= partBytes) await flush();
  }
  await flush();
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** Prisma wants bytes of their own memory. */
function bytesOf(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

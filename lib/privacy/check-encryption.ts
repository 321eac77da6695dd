import "server-only";
import { db } from "@/lib/db/client";
import { decryptContent } from "./internal/encrypt-content";

/**
 * Proves ENCRYPTION_KEY on what was stored last with it. Throws a sentence when it does not open: then the key is another
 * than the one that contents were encrypted with, and nobody can read them. What opens is dropped unread.
 */
export async function checkEncryption(): Promise<string> {
  const newest = await db().promptLog.findFirst({
    orderBy: { generationId: "desc" },
    select: { workspaceId: true, generationId: true, nonce: true, ciphertext: true },
  });
  if (!newest) return "nothing is stored with ENCRYPTION_KEY yet";
  const { workspaceId, generationId } = newest;
  const content = { nonce: Buffer.from(newest.nonce), ciphertext: Buffer.from(newest.ciphertext) };
  try {
    decryptContent({ workspaceId, generationId }, content);
  } catch {
    throw new Error(
      "ENCRYPTION_KEY does not open what is stored: set it to the key of before, or contents are lost",
    );
  }
  return "ENCRYPTION_KEY opens what was stored last";
}

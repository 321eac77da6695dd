import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "@/lib/config/env";

/** What is stored of a content: AES-256-GCM, the tag at the end of the ciphertext. */
export type EncryptedContent = { readonly nonce: Buffer; readonly ciphertext: Buffer };

/** Whose content it is. Authenticated with the content, so that a row moved to another owner does not open. */
export type ContentOwner = { readonly workspaceId: string; readonly generationId: string };

const algorithm = "aes-256-gcm";
const tagBytes = 16;
/** Characters that are encrypted without a pause: about a millisecond of work. */
const stepLength = 512_000;

/** Encrypts a text that comes in pieces, and lets the event loop turn between them: contents have up to many megabytes. */
export async function encryptContent(
  owner: ContentOwner,
  pieces: Iterable<string>,
): Promise<EncryptedContent> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, env().encryptionKey, nonce);
  cipher.setAAD(ownerBytes(owner));
  const parts: Buffer[] = [];
  let step = "";
  for (const piece of pieces) {
    step += piece;
    if (step.length < stepLength) continue;
    parts.push(cipher.update(step, "utf8"));
    step = "";
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  parts.push(cipher.update(step, "utf8"), cipher.final(), cipher.getAuthTag());
  return { nonce, ciphertext: Buffer.concat(parts) };
}

/** Throws when the key, the owner or a byte is another than it was. */
export function decryptContent(owner: ContentOwner, { nonce, ciphertext }: EncryptedContent): string {
  const decipher = createDecipheriv(algorithm, env().encryptionKey, nonce, { authTagLength: tagBytes });
  decipher.setAAD(ownerBytes(owner));
  decipher.setAuthTag(ciphertext.subarray(ciphertext.length - tagBytes));
  const head = decipher.update(ciphertext.subarray(0, ciphertext.length - tagBytes));
  return Buffer.concat([head, decipher.final()]).toString("utf8");
}

function ownerBytes({ workspaceId, generationId }: ContentOwner): Buffer {
  return Buffer.from(`${workspaceId}/${generationId}`, "utf8");
}

import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "@/lib/config/env";

/** What is stored of a content: AES-256-GCM, the tag at the end of the ciphertext. */
export type EncryptedContent = { readonly nonce: Buffer; readonly ciphertext: Buffer };

/** Whose content it is. Authenticated with the content, so that a row moved to another owner does not open. */
export type ContentOwner = { readonly workspaceId: string; readonly generationId: string };

const algorithm = "aes-256-gcm";
const tagBytes = 16;

export function encryptContent(owner: ContentOwner, text: string): EncryptedContent {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, env().encryptionKey, nonce);
  cipher.setAAD(ownerBytes(owner));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { nonce, ciphertext };
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

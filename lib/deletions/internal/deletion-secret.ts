import "server-only";
import { createHash, createHmac } from "node:crypto";
import { env } from "@/lib/config/env";

/**
 * The secret of the link that follows a deletion: 43 characters that are safe in links. It is derived from the account's
 * id, so that the mailed link also works in a database that is restored from an earlier backup, after the account was
 * erased there again.
 */
export function deletionSecret(userId: string): string {
  return createHmac("sha256", env().authSecret)
    .update(JSON.stringify(["deletion", userId]))
    .digest("base64url");
}

/** The stored form. The secret has full entropy, so a plain hash cannot be reversed by guessing. */
export function hashDeletionSecret(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(secret).digest());
}

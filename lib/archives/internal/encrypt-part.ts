import "server-only";
import { env } from "@/lib/config/env";
import { openWithEitherKey, sealBytes, type SealedBytes } from "@/lib/config/sealed-bytes";

/** Authenticated with the piece, so that pieces can be neither exchanged between archives nor put in another order. */
export type PartPlace = { readonly archiveId: string; readonly number: number };

export function encryptPart(place: PartPlace, bytes: Uint8Array): SealedBytes {
  return sealBytes(env().encryptionKey, ownerOf(place), bytes);
}

/** Throws when neither the current nor the previous key decrypts it, or when it was changed. */
export function decryptPart(place: PartPlace, part: SealedBytes): Buffer {
  return openWithEitherKey(ownerOf(place), part).bytes;
}

/** The piece under ENCRYPTION_KEY; null when it is already. Throws like `decryptPart`. */
export function reencryptPart(place: PartPlace, part: SealedBytes): SealedBytes | null {
  const { key, bytes } = openWithEitherKey(ownerOf(place), part);
  return key === "current" ? null : encryptPart(place, bytes);
}

function ownerOf({ archiveId, number }: PartPlace): string {
  return `archive ${archiveId} ${number}`;
}

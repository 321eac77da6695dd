import "server-only";
import type { SealedSecret } from "./sealed-secrets";

/** Stored secrets by the ENCRYPTION_KEY that encrypted them: the previous one, or one that is not configured. */
export type OldSecrets = { readonly previous: number; readonly unknown: number };

type StoredSecret = { readonly id: string; readonly nonce: Uint8Array; readonly ciphertext: Uint8Array };

type SecretRows = {
  /** The next rows of other keys than ENCRYPTION_KEY, by id. */
  readonly pageAfter: (id: string, pageSize: number) => Promise<readonly StoredSecret[]>;
  readonly open: (stored: StoredSecret) => Buffer | null;
  readonly seal: (id: string, secret: Buffer) => SealedSecret;
  /** Changes nothing when the row is gone, or is another one by now. Returns how many rows it changed. */
  readonly replace: (stored: StoredSecret, sealed: SealedSecret) => Promise<number>;
};

const pageSize = 500;

/**
 * Encrypts with ENCRYPTION_KEY every secret of a table that ENCRYPTION_KEY_PREVIOUS decrypts, each with a separate statement.
 * Repeated runs are harmless. Returns how many were encrypted again.
 */
export async function resealSecrets({ pageAfter, open, seal, replace }: SecretRows): Promise<number> {
  let [resealed, last] = [0, "00000000-0000-0000-0000-000000000000"];
  for (;;) {
    const page = await pageAfter(last, pageSize);
    for (const stored of page) {
      const secret = open(stored);
      if (secret) resealed += await replace(stored, seal(stored.id, secret));
    }
    const end = page.at(-1);
    if (!end || page.length < pageSize) return resealed;
    last = end.id;
  }
}

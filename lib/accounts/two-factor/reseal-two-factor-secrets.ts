import "server-only";
import { db } from "@/lib/db/client";
import { openSecret, sealSecret, secretPrints } from "../internal/two-factor/sealed-secret";

const pageSize = 500;

/** Secrets of authenticator apps by the ENCRYPTION_KEY that encrypted them: the previous one, or one that is not configured. */
export type OldSecrets = { readonly previous: number; readonly unknown: number };

export async function countOldTwoFactorSecrets(): Promise<OldSecrets> {
  const { current, previous } = secretPrints();
  const rows = await db().$queryRaw<{ previous: number; unknown: number }[]>`
    select (count(*) filter (where key_print = ${previous}::bytea))::int as previous,
           (count(*) filter (where key_print is distinct from ${previous}::bytea))::int as unknown
      from two_factor_secrets where key_print <> ${current}::bytea`;
  return rows[0] ?? { previous: 0, unknown: 0 };
}

/**
 * Encrypts with ENCRYPTION_KEY every secret that ENCRYPTION_KEY_PREVIOUS decrypts. Each has a separate statement that
 * changes nothing when two-factor authentication was turned off in the meantime. Recovery codes are keyed with the secret itself
 * and stay as they are. Returns how many were encrypted again.
 */
export async function resealTwoFactorSecrets(): Promise<number> {
  const { current } = secretPrints();
  let [resealed, last] = [0, "00000000-0000-0000-0000-000000000000"];
  for (;;) {
    const page = await db().$queryRaw<{ id: string; nonce: Uint8Array; ciphertext: Uint8Array }[]>`
      select id::text, nonce, ciphertext from two_factor_secrets
       where id > ${last}::uuid and key_print <> ${current}::bytea order by id limit ${pageSize}`;
    for (const stored of page) {
      const secret = openSecret(stored.id, stored);
      if (!secret) continue;
      const { nonce, ciphertext, keyPrint } = sealSecret(stored.id, secret);
      resealed += await db().$executeRaw`
        update two_factor_secrets set nonce = ${nonce}, ciphertext = ${ciphertext}, key_print = ${keyPrint}
         where id = ${stored.id}::uuid and nonce = ${stored.nonce}::bytea`;
    }
    const end = page.at(-1);
    if (!end || page.length < pageSize) return resealed;
    last = end.id;
  }
}

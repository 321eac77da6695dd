import "server-only";
import { type OldSecrets, resealSecrets } from "@/lib/config/reseal-secrets";
import { db } from "@/lib/db/client";
import { openSecret, sealSecret, secretPrints } from "../internal/two-factor/sealed-secret";

/** Secrets of authenticator apps that ENCRYPTION_KEY did not encrypt. */
export async function countOldTwoFactorSecrets(): Promise<OldSecrets> {
  const { current, previous } = secretPrints();
  const rows = await db().$queryRaw<OldSecrets[]>`
    select (count(*) filter (where key_print = ${previous}::bytea))::int as previous,
           (count(*) filter (where key_print is distinct from ${previous}::bytea))::int as unknown
      from two_factor_secrets where key_print <> ${current}::bytea`;
  return rows[0] ?? { previous: 0, unknown: 0 };
}

/**
 * After a change of ENCRYPTION_KEY, for every app that was not turned off in the meantime. Recovery codes are keyed with the
 * secret itself and stay as they are.
 */
export async function resealTwoFactorSecrets(): Promise<number> {
  const { current } = secretPrints();
  return resealSecrets({
    pageAfter: (id, pageSize) => db().$queryRaw`
      select id::text, nonce, ciphertext from two_factor_secrets
       where id > ${id}::uuid and key_print <> ${current}::bytea order by id limit ${pageSize}`,
    open: (stored) => openSecret(stored.id, stored),
    seal: sealSecret,
    replace: (stored, { nonce, ciphertext, keyPrint }) => db().$executeRaw`
      update two_factor_secrets set nonce = ${nonce}, ciphertext = ${ciphertext}, key_print = ${keyPrint}
       where id = ${stored.id}::uuid and nonce = ${stored.nonce}::bytea`,
  });
}

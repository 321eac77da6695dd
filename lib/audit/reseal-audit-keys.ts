import "server-only";
import { type OldSecrets, resealSecrets } from "@/lib/config/reseal-secrets";
import { db } from "@/lib/db/client";
import { keyPrints, unwrapKey, wrapKey } from "./internal/sealed-values";

/** Keys of workspaces that ENCRYPTION_KEY did not encrypt. */
export async function countOldAuditKeys(): Promise<OldSecrets> {
  const { current, previous } = keyPrints();
  const rows = await db().$queryRaw<OldSecrets[]>`
    select (count(*) filter (where key_print = ${previous}::bytea))::int as previous,
           (count(*) filter (where key_print is distinct from ${previous}::bytea))::int as unknown
      from audit_keys where key_print <> ${current}::bytea`;
  return rows[0] ?? { previous: 0, unknown: 0 };
}

/** After a change of ENCRYPTION_KEY, for every workspace whose key was not destroyed in the meantime. */
export async function resealAuditKeys(): Promise<number> {
  const { current } = keyPrints();
  return resealSecrets({
    pageAfter: (id, pageSize) => db().$queryRaw`
      select workspace_id::text as id, nonce, ciphertext from audit_keys
       where workspace_id > ${id}::uuid and key_print <> ${current}::bytea
       order by workspace_id limit ${pageSize}`,
    open: (stored) => unwrapKey(stored, stored.id),
    seal: (id, key) => wrapKey(key, id),
    replace: (stored, { nonce, ciphertext, keyPrint }) => db().$executeRaw`
      update audit_keys set nonce = ${nonce}, ciphertext = ${ciphertext}, key_print = ${keyPrint}
       where workspace_id = ${stored.id}::uuid and nonce = ${stored.nonce}::bytea`,
  });
}

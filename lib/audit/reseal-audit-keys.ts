import "server-only";
import { db } from "@/lib/db/client";
import { keyPrints, unwrapKey, wrapKey } from "./internal/sealed-values";

const pageSize = 500;

/** Keys of workspaces by the ENCRYPTION_KEY that encrypted them: the previous one, or one that is not configured. */
export type OldAuditKeys = { readonly previous: number; readonly unknown: number };

export async function countOldAuditKeys(): Promise<OldAuditKeys> {
  const { current, previous } = keyPrints();
  const rows = await db().$queryRaw<{ previous: number; unknown: number }[]>`
    select (count(*) filter (where key_print = ${previous}::bytea))::int as previous,
           (count(*) filter (where key_print is distinct from ${previous}::bytea))::int as unknown
      from audit_keys where key_print <> ${current}::bytea`;
  return rows[0] ?? { previous: 0, unknown: 0 };
}

/**
 * Encrypts with ENCRYPTION_KEY every workspace's audit key that ENCRYPTION_KEY_PREVIOUS decrypts. Each has a separate
 * statement that changes nothing when the key was destroyed in the meantime. Returns how many were encrypted again.
 */
export async function resealAuditKeys(): Promise<number> {
  const { current } = keyPrints();
  let [resealed, last] = [0, "00000000-0000-0000-0000-000000000000"];
  for (;;) {
    const page = await db().$queryRaw<{ workspaceId: string; nonce: Uint8Array; ciphertext: Uint8Array }[]>`
      select workspace_id::text as "workspaceId", nonce, ciphertext from audit_keys
       where workspace_id > ${last}::uuid and key_print <> ${current}::bytea
       order by workspace_id limit ${pageSize}`;
    for (const stored of page) {
      const { workspaceId } = stored;
      const key = unwrapKey(stored, workspaceId);
      if (!key) continue;
      const { nonce, ciphertext, keyPrint } = wrapKey(key, workspaceId);
      resealed += await db().$executeRaw`
        update audit_keys set nonce = ${nonce}, ciphertext = ${ciphertext}, key_print = ${keyPrint}
         where workspace_id = ${workspaceId}::uuid and nonce = ${stored.nonce}::bytea`;
    }
    const end = page.at(-1);
    if (!end || page.length < pageSize) return resealed;
    last = end.workspaceId;
  }
}

import "server-only";
import type { Tx } from "@/lib/db/client";
import { newKey, unwrapKey, wrapKey } from "./sealed-values";

/** The key of a workspace's sealed texts; null when it has none, "unreadable" when no configured key decrypts it. */
export async function findKey(
  tx: Pick<Tx, "auditKey">,
  workspaceId: string,
): Promise<Buffer | "unreadable" | null> {
  const select = { nonce: true, ciphertext: true };
  const stored = await tx.auditKey.findUnique({ where: { workspaceId }, select });
  return stored && (unwrapKey(stored, workspaceId) ?? "unreadable");
}

/**
 * The key of a workspace, made when there is none; null when the workspace is deleted. Of two transactions that make it
 * concurrently, the second waits for the first and takes its key.
 */
export async function keyFor(tx: Tx, workspaceId: string): Promise<Buffer | "unreadable" | null> {
  const found = await findKey(tx, workspaceId);
  if (found) return found;
  const { nonce, ciphertext, keyPrint } = wrapKey(newKey(), workspaceId);
  await tx.$executeRaw`
    insert into audit_keys (workspace_id, nonce, ciphertext, key_print)
    select id, ${nonce}, ${ciphertext}, ${keyPrint} from workspaces
     where id = ${workspaceId}::uuid and deleted_at is null
    on conflict (workspace_id) do nothing`;
  return findKey(tx, workspaceId);
}

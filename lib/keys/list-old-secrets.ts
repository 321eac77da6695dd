import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { OldSecret } from "./rules/old-secret";

/** The old secrets that still work beside the current ones, by key, of those keys that the actor may manage. */
export async function listOldSecrets(
  actor: Actor,
  keyIds: readonly string[],
): Promise<ReadonlyMap<string, OldSecret>> {
  const { workspaceId, userId } = actor;
  const rows = await db().$queryRaw<(OldSecret & { readonly keyId: string })[]>`
    SELECT k.id AS "keyId", o.label, o.last_used_at AS "lastUsedAt", c.created_at AS "replacedAt",
           least(o.expires_at, k.expires_at) AS "endsAt"
      FROM key_secrets o
      JOIN api_keys k ON k.id = o.key_id
      JOIN key_secrets c ON c.key_id = k.id AND c.expires_at IS NULL
     WHERE k.id = ANY(${[...keyIds]}::uuid[]) AND k.workspace_id = ${workspaceId}::uuid
       AND (${isAdmin(actor)} OR k.creator_user_id = ${userId}::uuid)
       AND k.deleted_at IS NULL AND least(o.expires_at, k.expires_at) > now() AND o.expires_at IS NOT NULL`;
  return new Map(rows.map(({ keyId, ...secret }) => [keyId, secret]));
}

import "server-only";
import type { Tx } from "@/lib/db/client";
import type { KeyRow } from "./key-row";

type LockedKey = Pick<KeyRow, "id" | "workspaceId" | "label">;

/**
 * Ends the old secret of a locked key that has one, at the moment of this statement by the clock of the database. With a
 * label, only the secret with that label. Returns the label of the one that it ended.
 */
export async function endOldSecrets(
  tx: Tx,
  { id, workspaceId }: LockedKey,
  label: string | null = null,
): Promise<string | null> {
  const [ended] = await tx.$queryRaw<{ label: string }[]>`
    UPDATE key_secrets s SET expires_at = date_trunc('milliseconds', clock_timestamp())
      FROM api_keys k
     WHERE k.id = ${id}::uuid AND k.workspace_id = ${workspaceId}::uuid AND s.key_id = k.id
       AND s.expires_at > clock_timestamp() AND (${label}::text IS NULL OR s.label = ${label}::text)
    RETURNING s.label`;
  return ended?.label ?? null;
}

/** The label of the old secret of a locked key that still works, if there is one. */
export async function workingOldSecret(tx: Tx, { id, workspaceId }: LockedKey): Promise<string | null> {
  const [working] = await tx.$queryRaw<{ label: string }[]>`
    SELECT s.label
      FROM key_secrets s
      JOIN api_keys k ON k.id = s.key_id
     WHERE k.id = ${id}::uuid AND k.workspace_id = ${workspaceId}::uuid AND s.expires_at > clock_timestamp()`;
  return working?.label ?? null;
}

export type Replaced = {
  /** When the new secret became the current one. */
  readonly replacedAt: Date;
  /** When the one before ends: after the overlap, or with its key if that expires earlier. */
  readonly endsAt: Date;
};

/**
 * Gives a locked key a new current secret. The one that it replaces works for the overlap from this statement on. Both
 * moments are of the clock of the database. A second current secret would violate the index `key_secrets_current`.
 */
export async function replaceSecret(
  tx: Tx,
  { id, workspaceId, label }: LockedKey,
  next: { readonly hash: Buffer; readonly overlapHours: number },
): Promise<Replaced> {
  const [replaced] = await tx.$queryRaw<Replaced[]>`
    UPDATE key_secrets s
       SET expires_at = least(c.now + make_interval(hours => ${next.overlapHours}::int), k.expires_at),
           label = ${label}, last_used_at = NULL
      FROM api_keys k, (SELECT date_trunc('milliseconds', clock_timestamp()) AS now) c
     WHERE k.id = ${id}::uuid AND k.workspace_id = ${workspaceId}::uuid AND s.key_id = k.id AND s.expires_at IS NULL
    RETURNING c.now AS "replacedAt", s.expires_at AS "endsAt"`;
  if (!replaced) throw new Error("a key has no current secret");
  await tx.$executeRaw`
    INSERT INTO key_secrets (hash, key_id, created_at) VALUES (${next.hash}, ${id}::uuid, ${replaced.replacedAt})`;
  return replaced;
}

/**
 * Ends all secrets of a locked key that is deleted. Their rows stay, because requests with any of them are those of the
 * deleted key; the key's public id would find the first one alone.
 */
export async function endSecrets(tx: Tx, { id, workspaceId }: LockedKey): Promise<void> {
  await tx.$executeRaw`
    UPDATE key_secrets s
       SET expires_at = least(s.expires_at, date_trunc('milliseconds', clock_timestamp())),
           label = coalesce(s.label, k.label)
      FROM api_keys k
     WHERE k.id = ${id}::uuid AND k.workspace_id = ${workspaceId}::uuid AND s.key_id = k.id`;
}

/** Deletes the secrets of a locked key that have ended. */
export async function deleteEndedSecrets(tx: Tx, { id, workspaceId }: LockedKey): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM key_secrets s USING api_keys k
     WHERE k.id = ${id}::uuid AND k.workspace_id = ${workspaceId}::uuid AND s.key_id = k.id
       AND s.expires_at <= clock_timestamp()`;
}

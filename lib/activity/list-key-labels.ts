import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { idsAmong } from "./internal/value-names";

/** The labels of keys by their ids, deleted keys too: "sk-or-v1-abc...123". Of a member's own keys only, for members. */
export async function listKeyLabels(
  actor: Actor,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const keyIds = idsAmong(ids);
  if (keyIds.length === 0) return new Map();
  const { rows } = await sqlPool().query<{ id: string; label: string }>(
    `SELECT id, label FROM api_keys
      WHERE workspace_id = $1 AND id = ANY ($2::uuid[]) AND ($3 OR creator_user_id = $4)`,
    [actor.workspaceId, keyIds, isAdmin(actor), actor.userId],
  );
  return new Map(rows.map(({ id, label }) => [id, label]));
}

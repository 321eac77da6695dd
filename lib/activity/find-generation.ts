import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { generationColumns, generationNames, toGeneration } from "./internal/generation-row";
import { readScope } from "./internal/read-scope";
import type { GenerationRow } from "./rules/generation-fields";
import { idTimeMs } from "@/lib/kernel/lowest-id";

/**
 * Finds one generation by its uuid. Returns null when it does not exist, belongs to another workspace, is not visible
 * to this member, or is past the workspace's retention: callers cannot tell these cases apart.
 */
export async function findGeneration(
  actor: Actor,
  id: string,
  clock = systemClock,
): Promise<GenerationRow | null> {
  const scope = await readScope(actor, clock());
  if (idTimeMs(id) < scope.retentionFloor.getTime()) return null;
  const { rows } = await sqlPool().query<Omit<GenerationRow, "wireId">>(
    `SELECT ${generationColumns} FROM generations g ${generationNames}
      WHERE g.workspace_id = $1 AND g.id = $2::uuid AND ($3::uuid[] IS NULL OR g.key_id = ANY ($3::uuid[]))`,
    [actor.workspaceId, id, scope.ownKeyIds],
  );
  const row = rows[0];
  return row ? toGeneration(row) : null;
}
